/** What the runs of a sweep cannot show, whatever their numbers: caveats for the verdict. */
import type { LengthsOfTraining } from './lengths-of-training'
import type { RowRuns } from './note-table'
import type { RunOut } from './run-out'
import type { Model, Shape } from '../models/model'
import type { RunSpec } from '../training/run-spec'
import { settingKey, settingOf } from '../tasks/setting'
import type { FeatureSets } from '../data/feature-law'
import { familyOf } from '../tasks/family'
import { type Task, independentProbability, isRecall } from '../tasks/task'

export type RunCaveat =
  /** None of its runs finished, so it has no row: it is missing from the table because it is hard to train. */
  | { readonly kind: 'missing-shape'; readonly model: Model; readonly shape: Shape; readonly sparsity: number | null; readonly runs: number }
  /** Of training, longest first: all else is of the longest. Steps, or presentations per feature where those are held equal over p. */
  | { readonly kind: 'several-lengths'; readonly steps: readonly number[] }
  | { readonly kind: 'several-presentations'; readonly presentations: readonly number[] }
  /** Twice the steps changed the count by more than runOutBand, or that it did not could not be shown. */
  | ({ readonly kind: 'not-run-out' } & RunOut)
  | { readonly kind: 'count-is-loss' } // recall: equal loss and equal counts are one hypothesis
  | { readonly kind: 'dependent-answers'; readonly how: Dependence } // so the bound is not asked
  | { readonly kind: 'falling-learning-rate' } // flattens every curve at its end

/** In what answers are not independent and equally frequent, and what p is then that of. */
export type Dependence = { readonly kind: 'sets'; readonly sets: FeatureSets } | { readonly kind: 'unequal-frequencies' } | { readonly kind: 'shared-features' }

/** @param rows of finished runs  @param diverged runs that ended without numbers  @param training its lengths  @param doubled what twice the steps changed */
export function runCaveats(rows: readonly RowRuns[], diverged: readonly RunSpec[], { equal, lengths }: LengthsOfTraining, doubled: RunOut | null = null): RunCaveat[] {
  const caveats = missingShapes(rows, diverged)
  if (lengths.length > 1) caveats.push(equal === 'steps' ? { kind: 'several-lengths', steps: lengths } : { kind: 'several-presentations', presentations: lengths })
  if (doubled !== null && doubled.standing !== 'inside') caveats.push({ kind: 'not-run-out', ...doubled })
  if (new Set(rows.map(({ network: { shape } }) => `${shape.width}/${shape.depth}`)).size < 2) return caveats // no law to speak of
  if (rows.some(({ network: { task } }) => familyOf(task).countIsLoss)) caveats.push({ kind: 'count-is-loss' })
  const how = rows.flatMap(({ network: { task } }) => dependenceOf(task) ?? []).at(0)
  if (how !== undefined) caveats.push({ kind: 'dependent-answers', how })
  const isRunOut = doubled?.standing === 'inside' && doubled.cells.length === rows.length
  if (!isRunOut && rows.some(({ chosen }) => chosen.some(({ spec: { training } }) => training.schedule === 'cosine'))) caveats.push({ kind: 'falling-learning-rate' })
  return caveats
}

/** Null where answers are independent and equally frequent, and for recall. */
function dependenceOf(task: Task): Dependence | null {
  if (isRecall(task) || independentProbability(task) !== null) return null
  if (task.sets) return { kind: 'sets', sets: task.sets }
  return { kind: task.frequency ? 'unequal-frequencies' : 'shared-features' }
}

const keyOf = ({ task, shape: { width, depth, neurons } }: Pick<RunSpec, 'task' | 'shape'>): string => `${width}/${depth}/${neurons}/${settingKey(settingOf(task))}`

function missingShapes(rows: readonly RowRuns[], diverged: readonly RunSpec[]): RunCaveat[] {
  const finished = new Set(rows.map(({ network }) => keyOf(network)))
  const missing = new Map<string, { spec: RunSpec; runs: number }>()
  for (const spec of diverged) {
    if (!finished.has(keyOf(spec))) missing.set(keyOf(spec), { spec, runs: (missing.get(keyOf(spec))?.runs ?? 0) + 1 })
  }
  return [...missing.values()].map(({ spec: { shape, task, model }, runs }) => ({ kind: 'missing-shape', model, shape, sparsity: settingOf(task).sparsity, runs }))
}
