/** Sweeps saved in the memory of this process: where nothing else can be written to, or nothing shall be. */
import { success } from '../../experiment/result'
import type { SweepPlan } from '../../experiment/sweep-plan'
import type { SavedCheckpoint } from './saved-checkpoint'
import type { RunRecord } from './run-record'
import { unconcluded, withoutEnded, type LockHolder, type SweepStore } from './sweep-store'

/** One place, for any number of stores. */
export interface SweepMemory { store(plan: SweepPlan): SweepStore }

/** @param holder who has a lock that is refused */
export function createSweepMemory(holder: LockHolder = { kind: 'tab' }): SweepMemory {
  const runs = new Map<string, RunRecord>()
  const checkpoints = new Map<string, SavedCheckpoint>() // by first run
  const locked = new Set<string>() // experiments

  return {
    store(plan) {
      const planned = new Set(plan.runs.map(({ id }) => id))
      let holds = false
      return {
        load() {
          const records = plan.runs.flatMap(({ id }) => runs.get(id) ?? [])
          const own = [...checkpoints.values()].filter((kept) => kept.runs.every(({ id }) => planned.has(id)))
          return Promise.resolve(success({ records, checkpoints: withoutEnded(own, records), findings: [] }))
        },
        append(record) {
          const refusal = unconcluded(record)
          if (refusal === null) runs.set(record.id, record)
          return Promise.resolve(refusal)
        },
        saveCheckpoint(checkpoint) {
          checkpoints.set(checkpoint.runs[0].id, checkpoint)
          return Promise.resolve(null)
        },
        dropCheckpoints(firstRunIds) {
          for (const first of firstRunIds) checkpoints.delete(first)
          return Promise.resolve(null)
        },
        flush: () => Promise.resolve(null),
        lock() {
          if (locked.has(plan.experimentId)) return Promise.resolve({ kind: 'held', by: holder })
          locked.add(plan.experimentId)
          holds = true
          return Promise.resolve(null)
        },
        close() {
          if (holds) locked.delete(plan.experimentId)
          holds = false
        },
      }
    },
  }
}
