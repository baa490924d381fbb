/** A checkpoint as the runner keeps it: with the runs it is of, and the loss curves that lead up to it. */
import type { GroupCheckpoint } from '../../protocol/group-checkpoint'
import type { PlannedRun } from '../../experiment/sweep-plan'
import type { RunRecord } from './run-record'

export interface KeptCheckpoint {
  /** In the order of the checkpoint's instances. */
  readonly runs: readonly { readonly id: string; readonly curve: RunRecord['curve'] }[]
  readonly checkpoint: GroupCheckpoint
}

/** The checkpoint of some of its runs, as if they had trained without the others; null where one of them is not in it. */
export function checkpointOf(kept: KeptCheckpoint, runs: readonly PlannedRun[]): GroupCheckpoint | null {
  const places = runs.map(({ id }) => kept.runs.findIndex((run) => run.id === id))
  if (places.includes(-1)) return null
  const { checkpoint } = kept
  const { state } = checkpoint
  if (places.length === kept.runs.length && places.every((place, i) => place === i)) return checkpoint
  return {
    ...checkpoint,
    state: {
      step: state.step,
      parameters: rows(state.parameters, places, kept.runs.length),
      firstMoment: rows(state.firstMoment, places, kept.runs.length),
      secondMoment: rows(state.secondMoment, places, kept.runs.length),
    },
    lossSum: Float64Array.from(places, (place) => checkpoint.lossSum[place]),
    divergedAt: Int32Array.from(places, (place) => checkpoint.divergedAt[place]),
  }
}

/** Some rows of a stacked array [i, size], as one of their own. */
function rows(stacked: Float32Array, places: readonly number[], count: number): Float32Array {
  const size = stacked.length / count
  const chosen = new Float32Array(places.length * size)
  places.forEach((place, i) => chosen.set(stacked.subarray(place * size, (place + 1) * size), i * size))
  return chosen
}
