/** Receipts of a sweep: made from its results, compared with another's. What may be promised stands in tiers.ts. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { receiptCountBand, receiptLossBand } from '../../science/criteria'
import { isRecall } from '../../science/tasks/task'
import { batchOf, recallTargets } from '../../science/training/batch'
import { initialParameters } from '../../science/training/initial-parameters'
import { primaryCount } from '../../science/metrics/metric-traits'
import type { RunSpec } from '../../science/training/run-spec'
import { scheduleTable } from '../../science/training/schedule'
import { identityOf, isSurelySame, sameEnvironment } from '../../protocol/environment'
import { misfitOf, sampledRuns, type Receipt, type ReceiptEnvironment, type ReceiptRun } from '../../experiment/receipt'
import { failure, success, type Result } from '../../experiment/result'
import type { PlannedRun, SweepPlan } from '../../experiment/sweep-plan'
import { isConcluded } from '../keeping/results-store'
import type { RunRecord } from '../keeping/run-record'
import { tierOf, type Tier } from './tiers'

export interface Difference {
  readonly run: PlannedRun
  readonly tier: Tier
  readonly words: string
}

export interface Comparison {
  readonly kind: 'to-the-bit' | 'within-band' | 'not-reproduced'
  readonly compared: number
  /** Sampled runs for which there is no result to compare. */
  readonly missing: number
  /** Where the results first differ from the receipt, in plan order; null where nowhere. */
  readonly first: Difference | null
  readonly differing: number
  /** Largest |loss − receipt's| / |receipt's| over finished runs. */
  readonly largestLossDifference: number
  /** Largest |count − receipt's|, in features. */
  readonly largestCountDifference: number
}

/** Only concluded runs whose parameters are at hand can be in a receipt; else why not. */
export function makeReceipt(plan: SweepPlan, records: readonly RunRecord[]): Result<Receipt, string> {
  const byId = new Map(records.map((record) => [record.id, record]))
  const environments: ReceiptEnvironment[] = []
  const sample: ReceiptRun[] = []
  for (const run of sampledRuns(plan)) {
    const record = byId.get(run.id)
    const result = record && resultOf(record)
    if (!record?.environment || !result) return failure(`run ${run.index + 1} of ${plan.runs.length} has not ended, or its parameters were not saved`)
    const own = identityOf(record.environment)
    let environment = environments.findIndex((known) => sameEnvironment(known, own))
    if (environment < 0) environment = environments.push(own) - 1
    sample.push({ index: run.index, environment, start: startDigests(run.spec)[0], ...result })
  }
  return success({ runs: plan.runs.length, environments, sample })
}

/** @param records results of the plan's runs, at least of the receipt's sample */
export function compareWithReceipt(receipt: Receipt, plan: SweepPlan, records: readonly RunRecord[]): Comparison {
  const byId = new Map(records.map((record) => [record.id, record]))
  let first: Difference | null = null
  let compared = 0, differing = 0, banded = 0, largestLoss = 0, largestCount = 0
  for (const promised of receipt.sample) {
    const run = plan.runs[promised.index] as PlannedRun | undefined
    const record = run && byId.get(run.id)
    const result = record && resultOf(record)
    if (run === undefined || !record?.environment || !result) continue
    compared += 1
    if (result.loss !== null && promised.loss !== null) largestLoss = Math.max(largestLoss, relative(result.loss, promised.loss))
    if (result.count !== null && promised.count !== null) largestCount = Math.max(largestCount, Math.abs(result.count - promised.count))
    const same = isSurelySame(receipt.environments[promised.environment], record.environment)
    const start = startDigests(run.spec)
    const difference = differenceOf(promised, { start: start.find((digest) => digest === promised.start) ?? start[0], ...result }, same, tierOf(record.environment))
    if (difference === 'band') banded += 1
    else if (difference !== null) {
      differing += 1
      first ??= { run, ...difference }
    }
  }
  const kind = differing > 0 || receipt.runs !== plan.runs.length ? 'not-reproduced' : banded > 0 ? 'within-band' : 'to-the-bit'
  return {
    kind, compared, missing: receipt.sample.length - compared, first, differing,
    largestLossDifference: largestLoss, largestCountDifference: largestCount,
  }
}

/**
 * Whether results are the receipt's own, as far as they tell without drawing data again: the numbers of every sampled
 * run, and its final parameters where they were saved. @returns where not, or null where nowhere
 */
export function contradictionOf(receipt: Receipt, plan: SweepPlan, records: readonly RunRecord[]): string | null {
  const misfit = misfitOf(receipt, plan)
  if (misfit !== null) return misfit
  const byId = new Map(records.map((record) => [record.id, record]))
  for (const promised of receipt.sample) {
    const record = byId.get(plan.runs[promised.index].id)
    const found = record && { ...headlinesOf(record), end: resultOf(record)?.end ?? promised.end }
    const apart = found === undefined ? 'there is no result' : numbersApart(promised, found) ?? (found.end === promised.end ? null : 'its final parameters are others')
    if (apart !== null) return `run ${promised.index + 1}: ${apart}`
  }
  return null
}

type Outcome = Pick<ReceiptRun, 'start' | 'end' | 'loss' | 'count'>

function differenceOf(
  promised: Outcome, found: Outcome, same: boolean, tier: 'B' | 'C',
): Pick<Difference, 'tier' | 'words'> | 'band' | null {
  if (promised.start !== found.start) {
    return { tier: 'A', words: `its data, initial parameters or schedule are others (digest ${found.start}, the receipt has ${promised.start})` }
  }
  const numbers = numbersApart(promised, found)
  if (promised.end === found.end) return numbers === null ? null : { tier, words: `its bits are the receipt's, but ${numbers}: the receipt contradicts itself` }
  if (same) return { tier, words: `its final parameters are others on the same engine (digest ${found.end}, the receipt has ${promised.end}); ${numbers ?? 'loss and count agree to 5 digits'}` }
  return inBand(promised, found) ? 'band' : { tier: 'C', words: `it is outside the band between engines: ${numbers ?? 'it diverged at another step'}` }
}

function numbersApart(promised: Headlines, found: Headlines): string | null {
  const apart = (['loss', 'count'] as const).filter((key) => promised[key] !== found[key])
    .map((key) => `its ${key} is ${found[key] ?? 'none'}, the receipt has ${promised[key] ?? 'none'}`)
  return apart.length > 0 ? apart.join(' and ') : null
}

function inBand(promised: Outcome, found: Outcome): boolean {
  if (promised.loss === null || found.loss === null) return promised.loss === found.loss
  const count = Math.abs((found.count ?? 0) - (promised.count ?? 0))
  return relative(found.loss, promised.loss) <= receiptLossBand
    && count <= Math.max(receiptCountBand.absolute, receiptCountBand.relative * Math.abs(promised.count ?? 0))
}

const relative = (found: number, promised: number): number =>
  found === promised ? 0 : Math.abs(found - promised) / Math.max(Math.abs(promised), Number.MIN_VALUE)

type Headlines = Pick<ReceiptRun, 'loss' | 'count'>

function headlinesOf({ status, metrics, curve, spec }: RunRecord): Headlines {
  if (status.kind !== 'finished' || metrics === null) return { loss: null, count: null }
  return { loss: rounded(curve.loss.at(-1)), count: rounded(metrics.scalars[primaryCount(spec.task.kind, spec.model.kind)]) }
}

/** null where there is nothing to promise. */
function resultOf(record: RunRecord): Omit<Outcome, 'start'> | null {
  const { status, parameters, metrics } = record
  if (!isConcluded(status)) return null
  if (status.kind === 'diverged') return { end: short(utf8ToBytes(`diverged at ${status.step}`)), ...headlinesOf(record) }
  return parameters === null || metrics === null ? null : { end: short(bytesOf(parameters)), ...headlinesOf(record) }
}

/** As receipts have it, and as the first ones had it, which left the schedule out. */
function startDigests(spec: RunSpec): readonly string[] {
  const targets = isRecall(spec.task) ? [recallTargets(spec)] : []
  const data = [batchOf(spec, 0), ...targets, initialParameters(spec)].map(bytesOf)
  return [short(...data, bytesOf(scheduleTable(spec.training))), short(...data)]
}

const rounded = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(5))

/** As they lie in memory: little-endian wherever there is WebAssembly. */
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength)

function short(...parts: readonly Uint8Array[]): string {
  const hash = sha256.create()
  for (const part of parts) hash.update(part)
  return bytesToHex(hash.digest()).slice(0, 8)
}
