/**
 * Receipts of a sweep: made from its results, compared with another's. Three tiers of promise. A: data and initial
 * parameters are the same bits everywhere. B: the cpu engine's results are, in every browser and Node. C: WebGPU's are
 * on the same adapter, and elsewhere within a band.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { batchOf, recallTargets } from '../science/batch'
import { initialParameters } from '../science/initial-parameters'
import { primaryCount } from '../science/metrics/metric-traits'
import type { RunSpec } from '../science/run-spec'
import { mostSampledRuns, type Receipt, type ReceiptEnvironment, type ReceiptRun } from '../spec/receipt'
import { failure, success, type Result } from '../spec/result'
import type { PlannedRun, SweepPlan } from '../spec/sweep-plan'
import { isConcluded } from './results-store'
import type { RunRecord } from './run-record'

/** Where bits may differ (another engine or adapter), a run's loss may by this part and its count by the larger of the two. */
export const lossBand = 0.05
export const countBand = { relative: 0.1, absolute: 1 }

export interface Difference {
  readonly run: PlannedRun
  readonly tier: 'A' | 'B' | 'C'
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
}

/** The runs that a receipt of this plan is about. */
export function sampledRuns(plan: SweepPlan): readonly PlannedRun[] {
  const count = Math.min(plan.runs.length, mostSampledRuns)
  return Array.from({ length: count }, (_, k) => plan.runs[Math.floor((k * plan.runs.length) / count)])
}

/** Only concluded runs whose parameters are at hand can be vouched for; else why not, in words. */
export function makeReceipt(plan: SweepPlan, records: readonly RunRecord[]): Result<Receipt, string> {
  const byId = new Map(records.map((record) => [record.id, record]))
  const environments: ReceiptEnvironment[] = []
  const sample: ReceiptRun[] = []
  for (const run of sampledRuns(plan)) {
    const record = byId.get(run.id)
    const result = record && resultOf(record)
    if (!record?.environment || !result) return failure(`run ${run.index + 1} of ${plan.runs.length} has not ended, or its parameters were not kept`)
    const { engine, engineVersion, adapter } = record.environment
    let environment = environments.findIndex((known) => sameBits(known, { engine, engineVersion, adapter }))
    if (environment < 0) environment = environments.push({ engine, engineVersion, adapter }) - 1
    sample.push({ index: run.index, environment, start: startDigest(run.spec), ...result })
  }
  return success({ runs: plan.runs.length, environments, sample })
}

/** @param records results of the plan's runs, at least of the receipt's sample */
export function compareWithReceipt(receipt: Receipt, plan: SweepPlan, records: readonly RunRecord[]): Comparison {
  const byId = new Map(records.map((record) => [record.id, record]))
  let first: Difference | null = null
  let compared = 0, differing = 0, largest = 0, banded = 0
  for (const promised of receipt.sample) {
    const run = plan.runs[promised.index] as PlannedRun | undefined
    const record = run && byId.get(run.id)
    const result = record && resultOf(record)
    if (run === undefined || !record?.environment || !result) continue
    compared += 1
    if (result.loss !== null && promised.loss !== null) largest = Math.max(largest, relative(result.loss, promised.loss))
    const same = sameBits(receipt.environments[promised.environment], record.environment)
    const difference = differenceOf(promised, { start: startDigest(run.spec), ...result }, same, record.environment.engine)
    if (difference === 'band') banded += 1
    else if (difference !== null) {
      differing += 1
      first ??= { run, ...difference }
    }
  }
  const kind = differing > 0 || receipt.runs !== plan.runs.length ? 'not-reproduced' : banded > 0 ? 'within-band' : 'to-the-bit'
  return { kind, compared, missing: receipt.sample.length - compared, first, differing, largestLossDifference: largest }
}

type Outcome = Pick<ReceiptRun, 'start' | 'end' | 'loss' | 'count'>

function differenceOf(
  promised: Outcome, found: Outcome, same: boolean, engine: string,
): Pick<Difference, 'tier' | 'words'> | 'band' | null {
  if (promised.start !== found.start) {
    return { tier: 'A', words: `its data or initial parameters are others (digest ${found.start}, the receipt has ${promised.start})` }
  }
  const numbers = numbersApart(promised, found)
  const tier = engine === 'cpu' ? 'B' : 'C'
  if (promised.end === found.end) return numbers === null ? null : { tier, words: `its bits are the receipt's, but ${numbers}: the receipt contradicts itself` }
  if (same) return { tier, words: `its final parameters are others on the same engine (digest ${found.end}, the receipt has ${promised.end}); ${numbers ?? 'loss and count agree to 5 digits'}` }
  return inBand(promised, found) ? 'band' : { tier: 'C', words: `it is outside the band between engines: ${numbers ?? 'it diverged at another step'}` }
}

function numbersApart(promised: Outcome, found: Outcome): string | null {
  const apart = (['loss', 'count'] as const).filter((key) => promised[key] !== found[key])
    .map((key) => `its ${key} is ${found[key] ?? 'none'}, the receipt has ${promised[key] ?? 'none'}`)
  return apart.length > 0 ? apart.join(' and ') : null
}

function inBand(promised: Outcome, found: Outcome): boolean {
  if (promised.loss === null || found.loss === null) return promised.loss === found.loss
  const count = Math.abs((found.count ?? 0) - (promised.count ?? 0))
  return relative(found.loss, promised.loss) <= lossBand
    && count <= Math.max(countBand.absolute, countBand.relative * Math.abs(promised.count ?? 0))
}

const relative = (found: number, promised: number): number =>
  found === promised ? 0 : Math.abs(found - promised) / Math.max(Math.abs(promised), Number.MIN_VALUE)

function sameBits(a: ReceiptEnvironment, b: ReceiptEnvironment): boolean {
  return a.engine === b.engine && a.engineVersion === b.engineVersion && a.adapter === b.adapter
}

/** null where there is nothing to vouch for. */
function resultOf({ status, parameters, metrics, curve, spec }: RunRecord): Omit<Outcome, 'start'> | null {
  if (!isConcluded(status)) return null
  if (status.kind === 'diverged') return { end: short(utf8ToBytes(`diverged at ${status.step}`)), loss: null, count: null }
  if (parameters === null || metrics === null) return null
  const count = metrics.scalars[primaryCount(spec.task.kind, spec.model.kind)]
  return { end: short(bytesOf(parameters)), loss: rounded(curve.loss.at(-1)), count: rounded(count) }
}

function startDigest(spec: RunSpec): string {
  const targets = spec.task.kind === 'recall' ? [recallTargets(spec)] : []
  return short(...[batchOf(spec, 0), ...targets, initialParameters(spec)].map(bytesOf))
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
