/** What the runs of a sweep cannot show, whatever their numbers: caveats for the verdict, one sentence each. */
import type { RowRuns } from './note-table'
import { describeShape } from '../models/model'
import type { RunSpec } from '../training/run-spec'
import { settingKey, settingOf } from '../tasks/setting'
import { familyOf } from '../tasks/family'
import { type Task, independentProbability, isRecall } from '../tasks/task'

/** @param rows of finished runs  @param diverged runs that ended without numbers  @param lengths of training, in steps, longest first */
export function runCaveats(rows: readonly RowRuns[], diverged: readonly RunSpec[], lengths: readonly number[]): string[] {
  const caveats = missingShapes(rows, diverged)
  if (lengths.length > 1) caveats.push(`Networks were trained for ${lengths.join(', ')} steps: all that is said here is of the longest; the shorter are points of L(N, D) only.`)
  if (new Set(rows.map(({ network: { shape } }) => `${shape.width}/${shape.depth}`)).size < 2) return caveats // no law to speak of
  if (rows.some(({ network: { task } }) => familyOf(task).countIsLoss)) {
    caveats.push('For recall the count n(ln n − CE)/ln n is the loss in other words: equal loss at equal size and equally many features are one hypothesis here, and meeting both is no second piece of evidence.')
  }
  const dependence = rows.flatMap(({ network: { task } }) => dependenceOf(task) ?? []).at(0)
  if (dependence !== undefined) {
    caveats.push(`${dependence}: the bound on superposition and its C_obs are about independent features that are equally frequent, so they are not asked here.`)
  }
  if (rows.some(({ chosen }) => chosen.some(({ spec: { training } }) => training.schedule === 'cosine'))) {
    caveats.push('The learning rate falls to 0, which flattens every loss curve at its end: that no shape is called under-trained does not show that training was complete.')
  }
  return caveats
}

/** In what answers are not independent and equally frequent; null where they are, and for recall. */
function dependenceOf(task: Task): string | null {
  if (isRecall(task) || independentProbability(task) !== null) return null
  if (task.sets) return `Features come in ${task.sets.kind} sets of ${task.sets.size}, and p is that of a set`
  return task.frequency ? 'Features are not equally frequent, and p is that of the most frequent' : 'Answers share their features, and p is that of a feature'
}

const keyOf = ({ task, shape: { width, depth, neurons } }: Pick<RunSpec, 'task' | 'shape'>): string => `${width}/${depth}/${neurons}/${settingKey(settingOf(task))}`

/** Shapes none of whose runs finished have no row: they are missing from the table because they are hard to train. */
function missingShapes(rows: readonly RowRuns[], diverged: readonly RunSpec[]): string[] {
  const finished = new Set(rows.map(({ network }) => keyOf(network)))
  const missing = new Map<string, { spec: RunSpec; runs: number }>()
  for (const spec of diverged) {
    if (!finished.has(keyOf(spec))) missing.set(keyOf(spec), { spec, runs: (missing.get(keyOf(spec))?.runs ?? 0) + 1 })
  }
  return [...missing.values()].map(({ spec: { shape, task, model }, runs }) => {
    const { sparsity } = settingOf(task)
    const name = `${describeShape({ model, shape })}${sparsity === null ? '' : `, p ${Number((1 - sparsity).toPrecision(3))}`}`
    return `${name} is missing: ${runs === 1 ? 'its only run that ended' : `all ${runs} of its runs that ended`} diverged, so shapes that train badly are left out of what is said.`
  })
}
