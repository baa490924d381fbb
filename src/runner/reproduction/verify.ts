/**
 * Verification of a receipt: which of its runs to train again, on what, and the outcome as text. The page and the
 * command line share it; either conducts the sweep that it plans and hands the records to `compareWithReceipt`.
 */
import { formatNumber, formatShort } from '../../report/numbers'
import { sharedChoice, type EngineChoice } from '../../protocol/engines'
import { misfitOf, type Receipt } from '../../experiment/receipt'
import { failure, success, type Result } from '../../experiment/result'
import type { SweepPlan } from '../../experiment/sweep-plan'
import type { Comparison } from './receipt'
import { tierPromises } from './tiers'

export interface Verification {
  /** The whole receipt, or an even sample of it. */
  readonly receipt: Receipt
  /** The runs to train again, and no others. */
  readonly sample: SweepPlan
}

/** @param runs most runs to train again: an even sample over the receipt's  @returns why it cannot be verified, in words */
export function planVerification(whole: Receipt, plan: SweepPlan, runs = Infinity): Result<Verification, string> {
  const misfit = misfitOf(whole, plan)
  if (misfit !== null) return failure(misfit)
  const count = Math.min(whole.sample.length, runs)
  const sample = Array.from({ length: count }, (_, k) => whole.sample[Math.floor((k * whole.sample.length) / count)])
  return success({ receipt: { ...whole, sample }, sample: onlyRuns(plan, new Set(sample.map(({ index }) => index))) })
}

/** The engine that made the receipt; `auto` where there were several. */
export const engineOf = ({ environments }: Receipt): EngineChoice => sharedChoice(environments.map(({ engine }) => engine))

/** 'cpu engine, version 2 (WebAssembly SIMD, one thread)', one for each environment. */
export function madeBy({ environments }: Receipt): readonly string[] {
  return environments.map(({ engine, engineVersion, adapter, platform }) =>
    `${engine} engine, version ${engineVersion} (${adapter}${platform === undefined ? '' : `, ${platform}`})`)
}

/** What was found, then where it first differs and what could not be compared, if anything; one sentence each. */
export function describeComparison(comparison: Comparison): readonly string[] {
  const { kind, compared, missing, first, differing } = comparison
  const headline = {
    'to-the-bit': `reproduced to the bit: data, initial parameters and final parameters of ${runs(compared)}`,
    'within-band': `reproduced within the band: data and initial parameters of ${runs(compared)} to the bit; on another engine, version, adapter or browser ${apart(comparison)}`,
    'not-reproduced': `not reproduced: ${differing} of ${runs(compared)} ${differing === 1 ? 'differs' : 'differ'}; ${apart(comparison)}`,
  }[kind]
  return [
    compared === 0 ? 'nothing was compared' : headline,
    ...(first === null ? [] : [
      `first difference (tier ${first.tier}): run ${first.run.index + 1}, ${first.run.spec.shape.width} x ${first.run.spec.shape.depth}, `
        + `replicate ${first.run.replicate}: ${first.words}`,
      `promised at tier ${first.tier}: ${tierPromises[first.tier]}`,
    ]),
    ...(missing > 0 ? [`${runs(missing)} could not be trained here and ${missing === 1 ? 'is' : 'are'} not compared`] : []),
  ]
}

function apart({ largestLossDifference: loss, largestCountDifference: count }: Comparison): string {
  const losses = loss === 0 ? 'no loss differs' : `losses differ by at most ${formatNumber(100 * loss, 2)}%`
  return count === 0 ? losses : `${losses}, counts by at most ${formatShort(count)}`
}

const runs = (many: number): string => (many === 1 ? '1 run' : `${many} runs`)

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
