/**
 * Targets: what the outputs of a regression task are compared with, in float64. Each is a kernel in every engine as well
 * (`kernel-table.ts` of each); one that has none there is refused, not approximated (decision 0110).
 */
import type { TargetKind } from './task-traits'

export interface Target {
  /** y from x: both [b, f], n features. */
  answer(inputs: Float64Array, featureCount: number): Float64Array
  /** Features that answer f is made from, f itself first. */
  parts(f: number, featureCount: number): readonly number[]
}

const itself = (f: number): readonly number[] => [f]

export const targets = {
  identity: { answer: (inputs) => inputs.slice(), parts: itself },
  absolute: { answer: (inputs) => inputs.map(Math.abs), parts: itself },
  /** min(x_f, x_{f+1}), indices mod n: the AND of neighbours on a ring. */
  conjunction: {
    answer: (inputs, n) => inputs.map((x, e) => Math.min(x, inputs[e % n === n - 1 ? e - n + 1 : e + 1])),
    parts: (f, n) => [f, (f + 1) % n],
  },
} as const satisfies Record<TargetKind, Target>
