/**
 * What is left to train, in parts: whole groups on a GPU, slices of groups over several CPU trainers. Largest part
 * first, so that the last trainer to finish keeps the others waiting least. A run never depends on its group
 * (house rule), so slicing and retrying in smaller parts change no result.
 */
import type { PlannedRun, RunGroup, SweepPlan } from '../spec/sweep-plan'

export interface Part {
  readonly group: RunGroup
  /** How often these runs have been started before and lost. */
  readonly retries: number
}

/** Below this a slice is not worth its message: about a tenth of a second of CPU training. */
const smallestSliceFlops = 5e8

function sliceOf(group: RunGroup, runs: readonly PlannedRun[], id: string): RunGroup {
  if (runs.length === group.runs.length) return group
  return { id, runs, flops: (group.flops * runs.length) / group.runs.length }
}

/** @param trainers how many train at once; 1 keeps groups whole  @param ended runs that need no training */
export function partsOf(plan: SweepPlan, trainers: number, ended: ReadonlySet<string>): Part[] {
  const parts: Part[] = []
  for (const group of plan.groups) {
    const runs = group.runs.filter((run) => !ended.has(run.id))
    if (runs.length === 0) continue
    const flopsPerRun = Math.max(1, group.flops / group.runs.length)
    const size = trainers === 1
      ? runs.length
      : Math.min(Math.ceil(runs.length / trainers), Math.max(1, Math.round(smallestSliceFlops / flopsPerRun)))
    for (let from = 0; from < runs.length; from += size) {
      const slice = runs.slice(from, from + size)
      parts.push({ group: sliceOf(group, slice, `${group.id}/${slice[0].index}`), retries: 0 })
    }
  }
  return parts.sort((a, b) => b.group.flops - a.group.flops)
}

/** The runs of a part that were lost, to be trained again; in two halves where the whole did not fit in memory. */
export function retryParts(part: Part, lost: readonly PlannedRun[], halve: boolean): Part[] {
  const cut = halve && lost.length > 1 ? Math.ceil(lost.length / 2) : lost.length
  return [lost.slice(0, cut), lost.slice(cut)]
    .filter((runs) => runs.length > 0)
    .map((runs) => ({
      group: sliceOf(part.group, runs, `${part.group.id}/${runs[0].index}+${part.retries + 1}`),
      retries: part.retries + 1,
    }))
}
