/** A checkpoint as it is saved: with the runs it is of, and the loss curves that lead up to it. */
import type { GroupCheckpoint } from '../../protocol/group-checkpoint'
import type { PlannedRun } from '../../experiment/sweep-plan'
import type { RunRecord } from './run-record'

export interface SavedCheckpoint {
  /** In the order of the checkpoint's instances. */
  readonly runs: readonly { readonly id: string; readonly curve: RunRecord['curve'] }[]
  readonly checkpoint: GroupCheckpoint
}

/** The checkpoint of some of its runs, as if they had trained without the others; null where one of them is not in it. */
export function checkpointOf(saved: SavedCheckpoint, runs: readonly PlannedRun[]): GroupCheckpoint | null {
  const places = runs.map(({ id }) => saved.runs.findIndex((run) => run.id === id))
  if (places.includes(-1)) return null
  const { checkpoint } = saved
  const { state } = checkpoint
  if (places.length === saved.runs.length && places.every((place, i) => place === i)) return checkpoint
  return {
    ...checkpoint,
    state: {
      step: state.step,
      parameters: rows(state.parameters, places, saved.runs.length),
      firstMoment: rows(state.firstMoment, places, saved.runs.length),
      secondMoment: rows(state.secondMoment, places, saved.runs.length),
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
