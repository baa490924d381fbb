/** Runs that differ in their seeds only, together: mean and interval over seeds of whatever a column shows. */
import { shapeKey } from '../charts/sweep-results'
import type { RunRecord } from '../../runner/keeping/run-record'
import { type Spread, spread } from '../../science/statistics/spread'
import { settingKey, settingOf } from '../../science/tasks/setting'

/** Of runs whose losses may be compared: one shape, the same data, trained equally long. */
export const peersOf = ({ spec: { shape, task, training } }: RunRecord): string => `${shapeKey(shape)} ${settingKey(settingOf(task))} ${training.steps}`

export interface RunGroup {
  readonly key: string
  readonly runs: readonly RunRecord[] // in plan order
  readonly finished: number
}

/** In the order in which groups come first. */
export function groupsOfSeeds(runs: readonly RunRecord[]): readonly RunGroup[] {
  const groups = new Map<string, RunRecord[]>()
  for (const run of runs) {
    const key = `${peersOf(run)} ${run.spec.training.learningRate}`
    const own = groups.get(key)
    if (own === undefined) groups.set(key, [run])
    else own.push(run)
  }
  return [...groups].map(([key, own]) => ({ key, runs: own, finished: own.filter(({ status }) => status.kind === 'finished').length }))
}

/** Over the finished runs that have the number; null where none has. */
export function spreadOver({ runs }: RunGroup, of: (run: RunRecord) => number | string | null): Spread | null {
  const values = runs.flatMap((run) => { const value = run.status.kind === 'finished' ? of(run) : null; return typeof value === 'number' ? [value] : [] })
  return values.length === 0 ? null : spread(values)
}
