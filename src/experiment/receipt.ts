/**
 * A receipt: what a sweep came out at, short enough to travel in a link beside the experiment, so that anybody can train
 * it again and see. Not part of the experiment's identity. Its text is
 *   r1.<base64url(deflate-raw(canonical JSON))>.<8 hex of the SHA-256 of the part before>
 * and the digits tell a mistyped or truncated receipt from a false one. runner/reproduction/receipt.ts makes and compares them.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { deflateSync } from 'fflate'
import * as v from 'valibot'
import { decodeBase64Url, encodeBase64Url } from './base64url'
import { canonicalJson } from './canonical'
import { inflateCapped } from './inflate-capped'
import { parseJsonText } from './json-text'
import { maxInflatedBytes, maxRuns } from './limits'
import type { PlannedRun, SweepPlan } from './sweep-plan'

/** How exactly a result can be reproduced; report/reproduction-text.ts has what each promises. */
export type Tier = 'A' | 'B' | 'C'

/** What must agree for results to agree to the bit. */
export interface ReceiptEnvironment {
  readonly engine: string
  readonly engineVersion: string
  readonly adapter: string
  /** Browser or Node, where bits may depend on it; absent where they do not, or where it was not recorded. */
  readonly platform?: string
}

export interface ReceiptRun {
  readonly index: number // place in the plan
  readonly environment: number // place in Receipt.environments
  /** Tier A, 8 hex: the first batch, the initial parameters and the schedule. The same on every machine. */
  readonly start: string
  /** Tiers B and C, 8 hex: the final parameters, or the step of divergence. */
  readonly end: string
  /** Last point of the loss curve and the task's primary count, to 5 digits; null for a diverged run. */
  readonly loss: number | null
  readonly count: number | null
}

export interface Receipt {
  readonly runs: number // of the whole plan
  readonly environments: readonly ReceiptEnvironment[]
  readonly sample: readonly ReceiptRun[] // all runs, or an even sample of a large sweep
}

/** Beyond this a receipt samples the sweep, so that its link stays near 2,000 characters. */
export const mostSampledRuns = 64

/** The runs that a receipt of this plan is about; whoever makes one does not choose them. */
export function sampledRuns({ runs }: SweepPlan): readonly PlannedRun[] {
  const many = Math.min(runs.length, mostSampledRuns)
  return Array.from({ length: many }, (_, k) => runs[Math.floor((k * runs.length) / many)])
}

/** Why this is no receipt of the plan's sweep; null where it is one. */
export function receiptMismatch({ runs, sample }: Receipt, plan: SweepPlan): string | null {
  if (runs !== plan.runs.length) return `the receipt is of a sweep of ${runs} runs, the experiment has ${plan.runs.length}`
  const own = sampledRuns(plan)
  if (sample.length === own.length && own.every(({ index }, k) => index === sample[k].index)) return null
  return `the receipt is of ${sample.length === 1 ? '1 run' : `${sample.length} runs`} of its maker's choice, not of ${own.length === runs ? 'all' : `an even sample of ${own.length}`}`
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(maxRuns))
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/))
const text = v.pipe(v.string(), v.maxLength(200))
const headline = v.nullable(v.pipe(v.number(), v.finite()))
const schema = v.strictTuple([
  count,
  v.pipe(v.array(v.union([v.strictTuple([text, text, text]), v.strictTuple([text, text, text, text])])), v.minLength(1), v.maxLength(16)),
  v.pipe(v.array(v.strictTuple([count, count, digest, digest, headline, headline])), v.minLength(1), v.maxLength(mostSampledRuns)),
])

export function encodeReceipt({ runs, environments, sample }: Receipt): string {
  const json = canonicalJson([
    runs, environments.map(({ engine, engineVersion, adapter, platform }) => [engine, engineVersion, adapter, ...(platform === undefined ? [] : [platform])]),
    sample.map((run) => [run.index, run.environment, run.start, run.end, run.loss, run.count]),
  ])
  const body = `r1.${encodeBase64Url(deflateSync(utf8ToBytes(json), { level: 9 }))}`
  return `${body}.${checkOf(body)}`
}

/** null where the text is no whole receipt of this version. Takes characters of base64url and dots only. */
export function decodeReceipt(receipt: string): Receipt | null {
  const parts = /^(r1\.([A-Za-z0-9_-]+))\.([0-9a-f]{8})$/.exec(receipt)
  if (parts === null || checkOf(parts[1]) !== parts[3]) return null
  const deflated = decodeBase64Url(parts[2])
  const inflated = deflated === null ? 'broken' : inflateCapped(deflated, maxInflatedBytes)
  if (typeof inflated === 'string') return null
  const json = parseJsonText(new TextDecoder().decode(inflated))
  const parsed = v.safeParse(schema, json.ok ? json.value : null)
  if (!parsed.success) return null
  const [runs, environments, sample] = parsed.output
  const inOrder = sample.every(([index, environment], at) =>
    index < runs && environment < environments.length && (at === 0 || index > sample[at - 1][0]))
  return !inOrder ? null : {
    runs,
    environments: environments.map(([engine, engineVersion, adapter, platform]) => ({ engine, engineVersion, adapter, ...(platform !== undefined && { platform }) })),
    sample: sample.map(([index, environment, start, end, loss, primary]) => ({ index, environment, start, end, loss, count: primary })),
  }
}

const checkOf = (body: string): string => bytesToHex(sha256(utf8ToBytes(body))).slice(0, 8)
