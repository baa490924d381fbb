/**
 * Verification of a receipt: which of its runs to train again, and on what. The page and the command line share it; either
 * conducts the sweep that it plans, hands the records to `compareWithReceipt`, and says the outcome (report/reproduction-text.ts).
 */
import { sharedChoice, type EngineChoice } from '../../protocol/engines'
import { receiptMismatch, type Receipt } from '../../experiment/receipt'
import { failure, success, type Result } from '../../experiment/result'
import type { SweepPlan } from '../../experiment/sweep-plan'

export interface Verification {
  /** The whole receipt, or an even sample of it. */
  readonly receipt: Receipt
  /** The runs to train again, and no others. */
  readonly sample: SweepPlan
}

/** @param runs most runs to train again: an even sample over the receipt's  @returns why it cannot be verified */
export function planVerification(whole: Receipt, plan: SweepPlan, runs = Infinity): Result<Verification, string> {
  const mismatch = receiptMismatch(whole, plan)
  if (mismatch !== null) return failure(mismatch)
  const count = Math.min(whole.sample.length, runs)
  const sample = Array.from({ length: count }, (_, k) => whole.sample[Math.floor((k * whole.sample.length) / count)])
  return success({ receipt: { ...whole, sample }, sample: onlyRuns(plan, new Set(sample.map(({ index }) => index))) })
}

/** The engine that made the receipt; `auto` where there were several. */
export const engineOf = ({ environments }: Receipt): EngineChoice => sharedChoice(environments.map(({ engine }) => engine))

/** The plan with these runs only; the rest of each group is left out. */
function onlyRuns(plan: SweepPlan, indices: ReadonlySet<number>): SweepPlan {
  const kept = plan.runs.filter(({ index }) => indices.has(index)).map((run, at) => ({ ...run, index: at }))
  const place = new Map(kept.map((run) => [run.id, run]))
  const groups = plan.groups.flatMap((group) => {
    const own = group.runs.flatMap(({ id }) => place.get(id) ?? [])
    return own.length === 0 ? [] : [{ id: group.id, runs: own, flops: (group.flops * own.length) / group.runs.length }]
  })
  return { ...plan, runs: kept, groups, flops: groups.reduce((sum, { flops }) => sum + flops, 0) }
}
