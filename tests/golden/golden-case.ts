/**
 * The golden values that scripts/golden.py made with float64 PyTorch. Engines' tests read them here too.
 * Regenerate with `python3 scripts/golden.py`.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { parameterLayout } from '../../src/science/models/model'
import type { RunSpec } from '../../src/science/training/run-spec'

export interface GoldenCase {
  readonly name: string
  readonly run: RunSpec
  readonly parameters: Float32Array // initial, in the layout's order [P]
  readonly batch: Float32Array // of step 0 [b, f]
  readonly outputs: readonly number[] // at the initial parameters [b, f]
  readonly loss: number
  readonly gradient: Readonly<Record<string, readonly number[]>> // by tensor name, trainable tensors
  readonly losses: readonly number[] // of the first ten steps, before their updates
  readonly parametersAfterTenSteps: Readonly<Record<string, readonly number[]>>
}

export function floatsOfHex(hex: string): Float32Array {
  const words = Uint32Array.from({ length: hex.length / 8 }, (_, e) => Number.parseInt(hex.slice(8 * e, 8 * e + 8), 16))
  return new Float32Array(words.buffer)
}

export function readGolden<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T
}

export const goldenCases: readonly GoldenCase[] = readdirSync(new URL('cases/', import.meta.url)).sort().map((file) => {
  const raw = readGolden<Omit<GoldenCase, 'name' | 'parameters' | 'batch'> & { parameters: Record<string, string>; batch: string }>(`cases/${file}`)
  const hex = parameterLayout(raw.run).tensors.map(({ name }) => raw.parameters[name]).join('')
  return { ...raw, name: file.replace('.json', ''), parameters: floatsOfHex(hex), batch: floatsOfHex(raw.batch) }
})
