/**
 * What is left to train, in lots: whole groups on a GPU, slices of groups over several CPU trainers. Largest lot
 * first, so that the last trainer to finish keeps the others waiting least. A run never depends on its group
 * (house rule), so slicing and retrying in smaller lots change no result.
 */
import type { PlannedRun, RunGroup, SweepPlan } from '../../experiment/sweep-plan'
import { checkpointOf, type SavedCheckpoint } from '../keeping/saved-checkpoint'

/** Runs of one group of the plan that wait to train together. */
export interface Lot {
  readonly runs: readonly PlannedRun[]
  readonly flops: number
  /** Where these runs resume; null: at step 0. Of the same runs in the same order. */
  readonly from: SavedCheckpoint | null
}

/** A lot that a trainer has taken. The id of its group is never given twice in a sweep. */
export interface Part {
  readonly group: RunGroup
  /** How often these runs were lost since they last got further. */
  readonly retries: number
  readonly from: SavedCheckpoint | null
}

/** Below this a slice is not worth its message: about a tenth of a second of CPU training. */
const smallestSliceFlops = 5e8

/**
 * @param trainers how many train at once; 1 keeps groups whole  @param waits whether a run is to be trained
 * @param latest the checkpoints to resume from, by run
 */
export function lotsOf(
  plan: SweepPlan, trainers: number, waits: (runId: string) => boolean, latest: ReadonlyMap<string, SavedCheckpoint> = new Map(),
): Lot[] {
  return plan.groups.flatMap((group) => {
    const left = group.runs.filter(({ id }) => waits(id))
    const origins = [...new Set(left.map(({ id }) => latest.get(id) ?? null))].sort((a, b) => stepOf(b) - stepOf(a)) // step 0 last
    return origins.flatMap((from) => slices(group, left.filter(({ id }) => (latest.get(id) ?? null) === from), from))
  }).sort((a, b) => b.flops - a.flops)

  function slices(group: RunGroup, runs: readonly PlannedRun[], from: SavedCheckpoint | null): Lot[] {
    const flopsPerRun = Math.max(1, group.flops / group.runs.length)
    const size = trainers === 1
      ? runs.length
      : Math.min(Math.ceil(runs.length / trainers), Math.max(1, Math.round(smallestSliceFlops / flopsPerRun)))
    return Array.from({ length: Math.ceil(runs.length / size) }, (_, i) => {
      const slice = runs.slice(i * size, (i + 1) * size)
      return { runs: slice, flops: shareOf(group, slice), from: from && restrictTo(from, slice) }
    })
  }
}

/** For each run the checkpoint that is furthest. */
export function latestByRun(kept: readonly SavedCheckpoint[]): Map<string, SavedCheckpoint> {
  const ascending = [...kept].reverse().sort((a, b) => stepOf(a) - stepOf(b)) // of equal ones the first given stays
  return new Map(ascending.flatMap((one) => one.runs.map(({ id }) => [id, one] as const)))
}

/** The group that some runs of another are. */
export const groupOf = (whole: RunGroup, runs: readonly PlannedRun[], id: string): RunGroup => ({ id, runs, flops: shareOf(whole, runs) })

const shareOf = (group: RunGroup, runs: readonly PlannedRun[]): number =>
  (runs.length === group.runs.length ? group.flops : (group.flops * runs.length) / group.runs.length)

/** A checkpoint of these of its runs only; null where there are none, or not all of them are in it. */
export function restrictTo(kept: SavedCheckpoint, runs: readonly PlannedRun[]): SavedCheckpoint | null {
  const checkpoint = runs.length === 0 ? null : checkpointOf(kept, runs)
  return checkpoint && { runs: runs.map(({ id }) => kept.runs.find((run) => run.id === id)!), checkpoint }
}

/** Optimiser steps done. */
export const stepOf = (kept: SavedCheckpoint | null): number => kept?.checkpoint.state.step ?? 0
