/** Runs as squares: a row per shape (and importance), columns over sparsities, learning rates and seeds. Pure; `panels/run-grid.tsx` paints it. */
import { formatShape } from '../../report/labels'
import { formatShort } from '../../report/numbers'
import type { RunRecord } from '../../runner/keeping/run-record'
import type { PlannedRun } from '../../experiment/sweep-plan'
import { importanceParameter, settingOf } from '../../science/tasks/setting'
import { phaseOf } from './phase-diagram'
import { phaseColours, sequentialRamp, badColour } from './palette'
import { shapeKey } from './sweep-results'

export interface GridCell {
  readonly run: number // place in the plan
  readonly column: number
  /** Another setting than the square before it: a gap stands between. */
  readonly isFirstOfSetting: boolean
}
export interface GridRow { readonly label: string; readonly cells: readonly GridCell[] }

/** In plan order. Runs that differ in sparsity alone stand in a row for each. */
export function gridRows(runs: readonly PlannedRun[]): readonly GridRow[] {
  const importances = new Set(runs.map(importanceKey))
  const bySparsity = importances.size === 1 && new Set(runs.map(({ spec }) => shapeKey(spec.shape))).size === 1 && new Set(runs.map(sparsityOfRun)).size > 1
  const rows = new Map<string, { label: string; runs: PlannedRun[] }>()
  for (const run of runs) {
    const distinction = bySparsity ? `p ${formatShort(1 - (sparsityOfRun(run) ?? 0))}` : importanceKey(run)
    const key = `${shapeKey(run.spec.shape)} ${distinction}`
    if (!rows.has(key)) rows.set(key, { label: importances.size > 1 || bySparsity ? `${formatShape(run.spec)}, ${distinction}` : formatShape(run.spec), runs: [] })
    rows.get(key)!.runs.push(run)
  }
  return [...rows.values()].map(({ label, runs: own }) => {
    const settings = own.map(settingKey)
    const order = [...new Set(settings)]
    const sorted = own.map((run, at) => ({ run, setting: order.indexOf(settings[at]) })).sort((a, b) => a.setting - b.setting)
    return { label, cells: sorted.map(({ run, setting }, column) => ({ run: run.index, column, isFirstOfSetting: column > 0 && setting !== sorted[column - 1].setting })) }
  })
}

const settingKey = ({ spec: { task, training } }: PlannedRun): string => `${settingOf(task).sparsity ?? ''} ${training.steps} ${training.learningRate}`

const sparsityOfRun = ({ spec: { task } }: PlannedRun): number | null => settingOf(task).sparsity

/** '' where there is none to tell, as in recall. */
export function importanceKey({ spec: { task } }: PlannedRun): string {
  const { importance } = settingOf(task), value = importanceParameter(importance)
  return value === null ? importance?.kind ?? '' : `importance ${formatShort(value)}`
}

export interface CellLook {
  readonly colour: string | null // null: empty
  readonly filled: number // share of the square, from below
  readonly word: string
}

/** @param byPhase colours tell what became of the last feature, not how many were learned */
export function cellLook({ status, spec, metrics }: RunRecord, byPhase: boolean): CellLook {
  switch (status.kind) {
    case 'waiting': return { colour: null, filled: 0, word: 'waiting' }
    case 'running': return { colour: '#87909a', filled: status.step / spec.training.steps, word: `training, ${Math.floor(100 * status.step / spec.training.steps)}%` }
    case 'diverged': return { colour: badColour, filled: 1, word: `diverged at step ${status.step}` }
    case 'failed': case 'stopped': return { colour: '#87909a', filled: 0.3, word: status.kind }
    case 'finished': {
      const norm = metrics?.arrays.featureNorm?.values.at(-1), interference = metrics?.arrays.featureInterference?.values.at(-1)
      if (byPhase && norm !== undefined && interference !== undefined) {
        const phase = phaseOf(norm, interference)
        return { colour: phaseColours[phase], filled: 1, word: `last feature ${phase}` }
      }
      const share = Math.min(1, Math.max(0, (metrics?.scalars.featuresLearned ?? 0) / spec.task.featureCount))
      return { colour: onRamp(0.12 + 0.88 * share), filled: 1, word: `${Math.round(100 * share)}% of the features learned` }
    }
  }
  status satisfies never
}

/** The colour of the sequential ramp at `at` in [0, 1]. */
function onRamp(at: number): string {
  const next = Math.max(1, sequentialRamp.findIndex(([stop]) => stop >= at))
  const [[from, low], [to, high]] = [sequentialRamp[next - 1], sequentialRamp[next]]
  const mix = (shift: number): number => {
    const [a, b] = [low, high].map((hex) => (parseInt(hex.slice(1), 16) >> shift) & 255)
    return Math.round(a + (b - a) * (at - from) / (to - from))
  }
  return `rgb(${mix(16)}, ${mix(8)}, ${mix(0)})`
}
