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
import { receiptMismatch, sampledRuns, type Receipt, type ReceiptEnvironment, type ReceiptRun } from '../../experiment/receipt'
import type { Comparison, Contradiction, Difference, HeadlineDifference, Mismatch, ReceiptRefusal } from '../../experiment/receipt-comparison'
import { failure, success, type Result } from '../../experiment/result'
import type { PlannedRun, SweepPlan } from '../../experiment/sweep-plan'
import { isConcluded } from '../keeping/results-store'
import type { RunRecord } from '../keeping/run-record'
import { tierOf } from './tiers'

/** Only concluded runs whose parameters are at hand can be in a receipt; else why not. */
export function makeReceipt(plan: SweepPlan, records: readonly RunRecord[]): Result<Receipt, ReceiptRefusal> {
  const byId = new Map(records.map((record) => [record.id, record]))
  const environments: ReceiptEnvironment[] = []
  const sample: ReceiptRun[] = []
  for (const run of sampledRuns(plan)) {
    const record = byId.get(run.id)
    const result = record && resultOf(record)
    if (!record?.environment || !result) return failure({ index: run.index, runs: plan.runs.length })
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
    const difference = mismatchOf(promised, { start: start.find((digest) => digest === promised.start) ?? start[0], ...result }, same, tierOf(record.environment))
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
export function contradictionOf(receipt: Receipt, plan: SweepPlan, records: readonly RunRecord[]): Contradiction | null {
  const reason = receiptMismatch(receipt, plan)
  if (reason !== null) return { kind: 'other-sweep', reason }
  const byId = new Map(records.map((record) => [record.id, record]))
  for (const promised of receipt.sample) {
    const { index } = promised, record = byId.get(plan.runs[index].id)
    if (record === undefined) return { kind: 'no-result', index }
    const headlines = headlineDifferences(promised, headlinesOf(record))
    if (headlines.length > 0) return { kind: 'headlines', index, headlines }
    if ((resultOf(record)?.end ?? promised.end) !== promised.end) return { kind: 'parameters', index }
  }
  return null
}

type Outcome = Pick<ReceiptRun, 'start' | 'end' | 'loss' | 'count'>

/** @param same whether bits should be the same there: on the same engine, version, adapter and browser */
function mismatchOf(promised: Outcome, found: Outcome, same: boolean, tier: 'B' | 'C'): Mismatch | 'band' | null {
  if (promised.start !== found.start) return { kind: 'start', tier: 'A', found: found.start, promised: promised.start }
  const headlines = headlineDifferences(promised, found)
  if (promised.end === found.end) return headlines.length === 0 ? null : { kind: 'numbers-alone', tier, headlines }
  if (same) return { kind: 'parameters', tier, found: found.end, promised: promised.end, headlines }
  return inBand(promised, found) ? 'band' : { kind: 'outside-band', tier: 'C', headlines }
}

const headlineDifferences = (promised: Headlines, found: Headlines): readonly HeadlineDifference[] =>
  (['loss', 'count'] as const).flatMap((of) => (promised[of] === found[of] ? [] : [{ of, found: found[of], promised: promised[of] }]))

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
