/**
 * Which runs of a sweep were trained equally long. Where every sparsity takes the same steps, a length of training is a number of steps.
 * Where presentations per feature are held equal (experiment/presentations.ts), steps follow 1/p, rounded, and a length is a value of
 * steps·p: two runs are of one length when theirs differ by no more than rounding, (p + p′)/2.
 *
 * The runs themselves say which of the two it is, by which they have fewer lengths. Over all of a sweep with K lengths and P ≥ 2
 * sparsities that is never wrong: the right measure has K values, the other at least K + P − 1.
 */
import type { RunSpec } from '../training/run-spec'
import { settingOf } from '../tasks/setting'

export interface LengthsOfTraining {
  readonly equal: 'steps' | 'presentations'
  /** Longest first: steps, or presentations per feature, about steps·B·p. */
  readonly lengths: readonly number[]
  /** Place in `lengths` of the longest that the run reaches; 0 for a longer one, and -1 for one shorter than all. */
  readonly placeOf: (spec: RunSpec) => number
}

const probability = ({ task }: RunSpec): number => 1 - (settingOf(task).sparsity ?? 0)
const byPresentations = (spec: RunSpec): number => spec.training.steps * probability(spec)

/** Positive, zero or negative as x was trained longer than, as long as, or shorter than y, at equal presentations. */
function comparePresentations(x: RunSpec, y: RunSpec): number {
  if (probability(x) === probability(y)) return x.training.steps - y.training.steps
  const difference = byPresentations(x) - byPresentations(y)
  return Math.abs(difference) <= (probability(x) + probability(y)) / 2 ? 0 : difference
}

/** @param specs of any runs of one sweep, also none */
export function lengthsOfTraining(specs: readonly RunSpec[]): LengthsOfTraining {
  const steps = [...new Set(specs.map(({ training }) => training.steps))].sort((x, y) => y - x)
  const unlike = [...new Map(specs.map((spec) => [`${spec.training.steps} ${probability(spec)}`, spec])).values()]
  const firsts = unlike.sort((x, y) => byPresentations(y) - byPresentations(x))
    .reduce<RunSpec[]>((found, spec) => (found.some((first) => comparePresentations(first, spec) === 0) ? found : [...found, spec]), [])
  return firsts.length < steps.length
    ? { equal: 'presentations', lengths: firsts.map((spec) => Math.round(byPresentations(spec) * spec.training.batchSize)), placeOf: (spec) => firsts.findIndex((first) => comparePresentations(spec, first) >= 0) }
    : { equal: 'steps', lengths: steps, placeOf: ({ training }) => steps.findIndex((length) => training.steps >= length) }
}
