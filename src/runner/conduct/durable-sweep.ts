/**
 * Sweeps that outlive the tab or process they train in. Every finished run and the latest checkpoint of every unfinished
 * group go into a store as they come; what is there is taken over when the sweep is begun again. The page and the command
 * line conduct all their sweeps here, whatever the store. One conducts a sweep at a time: the holder of the store's lock.
 */
import { failure, success, type Result } from '../../experiment/result'
import type { SweepPlan } from '../../experiment/sweep-plan'
import { mergeRecords } from '../keeping/record-lines'
import { isConcluded } from '../keeping/results-store'
import type { RunRecord } from '../keeping/run-record'
import type { LockFailure, Saved, SweepStore } from '../keeping/sweep-store'
import { conduct, type ConductOptions } from './conduct'
import { describeSaved } from './describe-saved'
import { createSaver, type SaverOptions, type Settled } from './saver'
import type { PooledTrainer, Sweep } from './sweep'

export type DurableOptions = Omit<ConductOptions, 'onBegin' | 'onCheckpoint' | 'checkpoints'> & SaverOptions & {
  /** Trains everything again; results that are saved give way as new ones come. */
  readonly restart?: boolean
  /** Whether a saved result counts; the run of one that does not is trained again. All do where this is absent. */
  readonly accepts?: (record: RunRecord) => boolean
}

export interface DurableSweep extends Sweep {
  /** After `done`, and after the last write. The lock is held until whoever opened the store closes it. */
  readonly settled: Promise<Settled>
}

/** Conducts a plan from what `options.from` and the store have of it. @returns why it may not, or cannot, be begun here; the store is closed then */
export async function conductDurably(
  plan: SweepPlan, spawn: () => Promise<PooledTrainer> | PooledTrainer, store: SweepStore, options: DurableOptions,
): Promise<Result<DurableSweep, LockFailure>> {
  const { restart = false, accepts = () => true, from = [], onRecord, notices = [], whenUnsaved, onSaved, onUnsaved, ...conducted } = options
  const refusal = await store.lock()
  if (refusal !== null) return failure(refusal)
  try {
    const loaded = await store.load()
    if (!loaded.ok) {
      store.close()
      return loaded
    }
    if (restart) await store.dropCheckpoints(plan.runs.map(({ id }) => id))
    const saved: Saved = restart ? nothingSaved : { ...loaded.value, records: loaded.value.records.filter(accepts) }
    const saver = createSaver(store, plan, saved.records, { whenUnsaved, onSaved, onUnsaved })
    const sweep = conduct(plan, spawn, {
      ...conducted, from: mergeRecords(saved.records, from), checkpoints: saved.checkpoints, notices: [...notices, ...describeSaved(saved, plan)],
      onBegin: saver.speakBy,
      onRecord(record) {
        const unsaved = isConcluded(record.status) ? saver.save(record) : undefined // first: the listener may throw
        const noticed = onRecord?.(record)
        return unsaved ?? noticed
      },
      onCheckpoint: saver.saveCheckpoint,
    })
    saver.stopBy(() => sweep.stop())
    saver.saveMissing(from)
    return success({ ...sweep, settled: sweep.done.then(saver.settle) })
  } catch (error) { // nobody here could lock it again
    store.close()
    throw error
  }
}

const nothingSaved: Saved = { records: [], checkpoints: [], findings: [] }
