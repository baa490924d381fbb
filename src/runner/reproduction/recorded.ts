/**
 * Results that come with the page: a preset's runs as they were recorded, so that a visitor sees figures before (or
 * without) training. One file per preset: deflated NDJSON, a header and then the lines of a results file, read by the
 * same strict reader. They carry a receipt, so that anybody can train them again; they are never a visitor's own.
 */
import { deflateSync } from 'fflate'
import * as v from 'valibot'
import { allAtOnce, type InPieces } from '../../science/in-pieces'
import type { Experiment } from '../../experiment/experiment'
import { inflateCapped } from '../../experiment/inflate-capped'
import { decodeLink } from '../../experiment/link'
import { planSweep } from '../../experiment/plan'
import { describeProblem } from '../../experiment/problem'
import type { Receipt } from '../../experiment/receipt'
import { failure, success, type Result } from '../../experiment/result'
import type { SweepPlan } from '../../experiment/sweep-plan'
import { describeContradiction } from '../../report/reproduction-text'
import { contradictionOf } from './receipt'
import { writeRecordLine } from '../keeping/record-line'
import { createGatherer } from '../keeping/record-lines'
import { runIdSchema } from '../keeping/record-schema'
import { isConcluded } from '../keeping/results-store'
import type { RunRecord } from '../keeping/run-record'

/** Bytes of one file, and what it may inflate to. */
export const maxRecordedBytes = 2 * 2 ** 20
const maxRecordedText = 24 * 2 ** 20
/** Trained parameters go along where all of a sweep together are no more than these; charts do without. */
const mostParameters = 65_536

export interface RecordingHeader {
  readonly preset: string
  readonly link: string // with the receipt
  readonly date: string // '2026-11-21'
  readonly command: string
}

export interface Recorded extends RecordingHeader {
  readonly experiment: Experiment
  readonly plan: SweepPlan
  readonly receipt: Receipt
  readonly records: readonly RunRecord[] // of every run, in plan order
}

/** Which presets have a file, so that nothing is asked for in vain. */
export interface RecordedIndex {
  readonly format: 1
  readonly files: readonly { readonly preset: string; readonly experimentId: string; readonly bytes: number }[]
}

export const recordedFile = (preset: string): string => `${preset}.ndjson.deflate`

const presetName = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/))
const headerSchema = v.strictObject({
  kind: v.literal('recorded'), format: v.literal(1), preset: presetName,
  link: v.pipe(v.string(), v.maxLength(16 * 1024 + 1)),
  date: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
  command: v.pipe(v.string(), v.maxLength(300)),
})
const indexSchema = v.strictObject({
  format: v.literal(1),
  files: v.pipe(v.array(v.strictObject({
    preset: presetName, experimentId: runIdSchema, bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(maxRecordedBytes)),
  })), v.maxLength(200)),
})

export function readRecordedIndex(value: unknown): RecordedIndex | null {
  const parsed = v.safeParse(indexSchema, value)
  return parsed.success ? parsed.output : null
}

/** @param records concluded, of every run of the link's plan */
export function writeRecorded(header: RecordingHeader, records: readonly RunRecord[]): Uint8Array {
  const size = records.reduce((sum, { parameters }) => sum + (parameters?.length ?? 0), 0)
  const options = { link: header.link.replace(/!.*$/, ''), parameters: size <= mostParameters }
  const { preset, link, date, command } = header
  const lines = [
    JSON.stringify({ kind: 'recorded', format: 1, preset, link, date, command }),
    ...records.map((record) => writeRecordLine(record, options)),
  ]
  return deflateSync(new TextEncoder().encode(`${lines.join('\n')}\n`), { level: 9, mem: 12 })
}

/** What is recorded there, or why it is not shown. */
export const readRecorded = (bytes: Uint8Array): Result<Recorded, string> => allAtOnce(readingRecorded(bytes))

/** The same, run by run: hundreds of them would hold a page up. */
export function* readingRecorded(bytes: Uint8Array): InPieces<Result<Recorded, string>> {
  if (bytes.length > maxRecordedBytes) return failure(`the file has more than ${maxRecordedBytes} bytes`)
  const inflated = inflateCapped(bytes, maxRecordedText)
  if (inflated === 'too-large') return failure(`the file inflates to more than ${maxRecordedText} bytes`)
  if (inflated === 'broken') return failure('the file is cut short or damaged')
  const text = new TextDecoder().decode(inflated)
  const end = text.indexOf('\n')
  const header = v.safeParse(headerSchema, parseJson(text.slice(0, Math.max(0, end))))
  if (!header.success) return failure('its first line is not the header of recorded results')
  const { preset, link, date, command } = header.output
  const said: RecordingHeader = { preset, link, date, command }
  const decoded = decodeLink(link)
  if (!decoded.ok) return failure(decoded.error.map(describeProblem).join('; '))
  const { experiment, receipt } = decoded.value
  if (receipt === null) return failure('its link carries no receipt')
  const plan = planSweep(experiment)
  const gatherer = createGatherer()
  for (const line of text.slice(end + 1).split('\n')) {
    gatherer.take(line, true) // a torn line is damage here: nobody is killed while it is written
    yield
  }
  const { records, problems } = gatherer.gathered()
  if (problems.length > 0) return failure(problems.slice(0, 3).map(({ line, message }) => `run ${line}: ${message}`).join('; '))
  const whole = records.length === plan.runs.length && records.every(({ id, status }, at) => id === plan.runs[at].id && isConcluded(status))
  if (!whole) return failure('its runs are not those of its experiment, all of them, in order')
  const contradiction = contradictionOf(receipt, plan, records)
  return contradiction === null ? success({ ...said, experiment, plan, receipt, records }) : failure(describeContradiction(contradiction))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch { // the decoder of a file
    return undefined
  }
}
