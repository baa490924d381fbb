/**
 * Chunks and outcomes in, immutable run records out. Only the records that changed are made anew, and only when
 * somebody looks; listeners hear of any number of changes at most once per frame.
 */
import type { EngineEnvironment } from '../../protocol/environment'
import type { MetricsChunk, RunOutcome } from '../../protocol/trainer'
import type { RunGroup, SweepPlan } from '../../experiment/sweep-plan'
import { invariant } from '../../science/invariant'
import type { SavedCheckpoint } from './saved-checkpoint'
import type { RunRecord, RunStatus } from './run-record'

export const isEnded = (status: RunStatus): boolean => status.kind !== 'waiting' && status.kind !== 'running'

/** Ended with a result that training again would only repeat. */
export const isConcluded = (status: RunStatus): boolean => status.kind === 'finished' || status.kind === 'diverged'

interface Cell {
  record: RunRecord // as last shown
  status: RunStatus
  step: number[]
  loss: number[]
  environment: EngineEnvironment | null
  stepsPerSecond: number | null
  changed: boolean
}

export interface ResultsStore {
  /** In plan order. */
  records(): readonly RunRecord[]
  record(runId: string): RunRecord
  /** The runs of this group start, or resume from a step that their curves lead up to, on this environment. */
  begin(group: RunGroup, environment: EngineEnvironment, from?: SavedCheckpoint | null): void
  /** What the curves have at this step or after it is older, of a training that was lost, and gives way. Curves of `unheard` runs stay. */
  append(group: RunGroup, chunk: MetricsChunk, unheard?: ReadonlySet<string>): void
  end(runId: string, outcome: RunOutcome, environment: EngineEnvironment | null, stepsPerSecond: number | null): RunRecord
  /** Lost half-way: waits again, as if never started. */
  returnToWaiting(runId: string): void
}

/**
 * @param from records of concluded runs, left as they are  @param onChange called on every change, unthrottled
 * @param keeps runs of which any ended record of `from` stays, concluded or not
 */
export function createResultsStore(
  plan: SweepPlan, from: readonly RunRecord[], onChange: () => void, keeps: (runId: string) => boolean = () => false,
): ResultsStore {
  const known = new Map(from.filter(({ id, status }) => isConcluded(status) || (isEnded(status) && keeps(id))).map((record) => [record.id, record]))
  const cells = plan.runs.map((run): Cell => {
    const place = { experimentId: plan.experimentId, index: run.index, replicate: run.replicate }
    const earlier = known.get(run.id)
    const record: RunRecord = earlier ? { ...earlier, ...place } : {
      id: run.id, ...place, spec: run.spec, status: { kind: 'waiting' }, curve: { step: [], loss: [] },
      metrics: null, parameters: null, environment: null, stepsPerSecond: null,
    }
    return {
      record, status: record.status, step: [...record.curve.step], loss: [...record.curve.loss],
      environment: record.environment, stepsPerSecond: record.stepsPerSecond, changed: false,
    }
  })
  const cellOf = new Map(cells.map((cell) => [cell.record.id, cell]))
  let shown: readonly RunRecord[] | null = null

  const find = (runId: string): Cell => {
    const cell = cellOf.get(runId)
    invariant(cell !== undefined, () => `run ${runId} is not in the plan`)
    return cell
  }
  const touch = (cell: Cell): void => {
    cell.changed = true
    shown = null
    onChange()
  }
  const refresh = (cell: Cell): RunRecord => {
    if (!cell.changed) return cell.record
    cell.changed = false
    const { status, environment, stepsPerSecond } = cell
    cell.record = { ...cell.record, status, environment, stepsPerSecond, curve: { step: [...cell.step], loss: [...cell.loss] } }
    return cell.record
  }

  return {
    records: () => (shown ??= cells.map(refresh)),
    record: (runId) => refresh(find(runId)),
    begin(group, environment, from) {
      group.runs.forEach(({ id }, i) => {
        const cell = find(id)
        const { step, loss } = from?.runs[i].curve ?? { step: [], loss: [] }
        const status = { kind: 'running', step: from?.checkpoint.state.step ?? 0 }
        Object.assign(cell, { status, step: [...step], loss: [...loss], environment, stepsPerSecond: null })
        touch(cell)
      })
    },
    append(group, chunk, unheard) {
      invariant(chunk.loss.length === group.runs.length, () =>
        `a chunk of group ${group.id} has ${chunk.loss.length} losses for ${group.runs.length} runs`)
      group.runs.forEach(({ id }, i) => {
        const cell = find(id)
        if (isEnded(cell.status) || unheard?.has(id) === true) return // a diverged sibling keeps the curve it ended with
        // The probe that shows a divergence is the last of the curve, however long its siblings go on.
        if (cell.loss.length > 0 && !Number.isFinite(cell.loss[cell.loss.length - 1]) && chunk.step > cell.step[cell.step.length - 1]) return
        const past = cell.step.findIndex((step) => step >= chunk.step)
        if (past >= 0) cell.step.length = cell.loss.length = past
        cell.step.push(chunk.step)
        cell.loss.push(chunk.loss[i])
        cell.status = { kind: 'running', step: chunk.step }
        cell.stepsPerSecond = chunk.secondsTraining > 0 ? chunk.step / chunk.secondsTraining : null
        touch(cell)
      })
    },
    end(runId, outcome, environment, stepsPerSecond) {
      const cell = find(runId)
      if (outcome.kind === 'finished') {
        cell.record = { ...cell.record, metrics: outcome.metrics, parameters: outcome.parameters }
        cell.status = { kind: 'finished' }
      } else {
        cell.status = outcome
      }
      cell.environment = environment ?? cell.environment
      cell.stepsPerSecond = stepsPerSecond
      touch(cell)
      return refresh(cell)
    },
    returnToWaiting(runId) {
      const cell = find(runId)
      Object.assign(cell, { status: { kind: 'waiting' }, step: [], loss: [], environment: null, stepsPerSecond: null })
      touch(cell)
    },
  }
}
