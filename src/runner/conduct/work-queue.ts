/**
 * What is left to train, in parts: whole groups on a GPU, slices of groups over several CPU trainers. Largest part
 * first, so that the last trainer to finish keeps the others waiting least. A run never depends on its group
 * (house rule), so slicing and retrying in smaller parts change no result.
 */
import type { PlannedRun, RunGroup, SweepPlan } from '../../experiment/sweep-plan'
import { checkpointOf, type KeptCheckpoint } from '../keeping/kept-checkpoint'

export interface Part {
  readonly group: RunGroup
  /** How often these runs have been started before and lost. */
  readonly retries: number
  /** Where these runs go on; null: at step 0. Of the same runs in the same order. */
  readonly from: KeptCheckpoint | null
}

/** Below this a slice is not worth its message: about a tenth of a second of CPU training. */
const smallestSliceFlops = 5e8

function sliceOf(group: RunGroup, runs: readonly PlannedRun[], id: string): RunGroup {
  if (runs.length === group.runs.length) return group
  return { id, runs, flops: (group.flops * runs.length) / group.runs.length }
}

/**
 * @param trainers how many train at once; 1 keeps groups whole  @param ended runs that need no training
 * @param kept checkpoints to go on from; where two hold the same run, the later one is taken
 */
export function partsOf(
  plan: SweepPlan, trainers: number, ended: ReadonlySet<string>, kept: readonly KeptCheckpoint[] = [],
): Part[] {
  const parts: Part[] = []
  const latestFirst = [...kept].sort((a, b) => b.checkpoint.state.step - a.checkpoint.state.step)
  for (const group of plan.groups) {
    let left = group.runs.filter((run) => !ended.has(run.id))
    for (const one of latestFirst) {
      const begun = left.filter(({ id }) => one.runs.some((run) => run.id === id))
      left = left.filter((run) => !begun.includes(run))
      slice(group, begun, one)
    }
    slice(group, left, null)
  }
  return parts.sort((a, b) => b.group.flops - a.group.flops)

  function slice(group: RunGroup, runs: readonly PlannedRun[], from: KeptCheckpoint | null): void {
    if (runs.length === 0) return
    const flopsPerRun = Math.max(1, group.flops / group.runs.length)
    const size = trainers === 1
      ? runs.length
      : Math.min(Math.ceil(runs.length / trainers), Math.max(1, Math.round(smallestSliceFlops / flopsPerRun)))
    for (let at = 0; at < runs.length; at += size) {
      const part = runs.slice(at, at + size)
      parts.push({ group: sliceOf(group, part, `${group.id}/${part[0].index}`), retries: 0, from: from && only(from, part) })
    }
  }
}

/** The part of a checkpoint that is of these runs; null where there are none, or not all of them are in it. */
export function only(kept: KeptCheckpoint, runs: readonly PlannedRun[]): KeptCheckpoint | null {
  const checkpoint = runs.length === 0 ? null : checkpointOf(kept, runs)
  return checkpoint && { runs: runs.map(({ id }) => kept.runs.find((run) => run.id === id)!), checkpoint }
}

/**
 * The runs of a part that were lost, to go on from its latest checkpoint or again from step 0; in two halves where the
 * whole did not fit in memory. A part that got further than it was before has not used up a retry.
 */
export function retryParts(part: Part, lost: readonly PlannedRun[], latest: KeptCheckpoint | null, halve: boolean): Part[] {
  const retries = gotFurther(part, latest) ? 1 : part.retries + 1
  const cut = halve && lost.length > 1 ? Math.ceil(lost.length / 2) : lost.length
  return [lost.slice(0, cut), lost.slice(cut)]
    .filter((runs) => runs.length > 0)
    .map((runs) => ({
      group: sliceOf(part.group, runs, `${part.group.id}/${runs[0].index}+${retries}`),
      retries,
      from: latest && only(latest, runs),
    }))
}

/** The part that is left without this run; none if it was the last. */
export function withoutRun(part: Part, runId: string): Part[] {
  const runs = part.group.runs.filter(({ id }) => id !== runId)
  if (runs.length === 0 || runs.length === part.group.runs.length) return runs.length === 0 ? [] : [part]
  return [{ ...part, group: sliceOf(part.group, runs, `${part.group.id}-${runId}`), from: part.from && only(part.from, runs) }]
}

/** The part that these of its runs are, at its own start. */
export function withoutSiblings(part: Part, runs: readonly PlannedRun[]): Part {
  return { ...part, group: sliceOf(part.group, runs, `${part.group.id}=${runs[0].index}`), from: part.from && only(part.from, runs) }
}

export function gotFurther(part: Part, latest: KeptCheckpoint | null): boolean {
  return latest !== null && latest.checkpoint.state.step > (part.from?.checkpoint.state.step ?? 0)
}
