/**
 * A results file, line by line: runs, and at its end (or nowhere, or several times) a summary. A process killed while
 * it wrote leaves a torn last line; that is expected and costs that line only. Of other bad lines the first are named and all are
 * counted. Of lines of one run in one file the last concluded one counts: whoever trained it again meant to replace it (decision 0151).
 */
import { isConcluded } from './results-store'
import { readRecordLine } from './record-line'
import type { RunRecord } from './run-record'

export interface LineProblem {
  readonly line: number // 1-based; in a document of runs: which of them
  readonly message: string
}

/** More bad lines are counted only, and no reason is sought: a million of them would take hundreds of megabytes. */
export const maxNamedProblems = 100

export interface GatheredRecords {
  /** One per run id; in order of first appearance. */
  readonly records: readonly RunRecord[]
  /** Experiment id -> link, as the lines had it. */
  readonly links: ReadonlyMap<string, string>
  readonly problems: readonly LineProblem[] // at most `maxNamedProblems`
  /** Of all lines that cannot be read, a torn last one apart. */
  readonly problemCount: number
  /** The last line is the beginning of one of ours and was cut short. */
  readonly torn: boolean
  /** Its first line is one that the lab wrote, of this version or another, or the beginning of one. */
  readonly isResultsFile: boolean
  /** The last whole line is a summary: nothing was added after it. */
  readonly endsWithSummary: boolean
}

export function createGatherer() {
  const records = new Map<string, RunRecord>()
  const links = new Map<string, string>()
  const problems: LineProblem[] = []
  let problemCount = 0
  let number = 0
  let isResultsFile: boolean | null = null // null: no line yet
  let torn = false
  let endsWithSummary = false

  function refuse(message: string): void {
    problemCount += 1
    if (problems.length < maxNamedProblems) problems.push({ line: number, message })
  }

  /** @param terminated whether a newline ended it; only the last line of a file may lack one */
  function take(line: string, terminated: boolean): void {
    const text = withoutMark(line)
    if (text.trim() === '') {
      number += 1
      return
    }
    const value = mayBeJson.test(text) ? parseJson(text) : undefined
    isResultsFile ??= isOwn(text, value, terminated)
    if (value !== undefined) return takeValue(value)
    number += 1
    if (!terminated && beginsOwnLine(text, false)) torn = true
    else refuse('not JSON')
  }

  /** @param value what a line says, parsed */
  function takeValue(value: unknown): void {
    number += 1
    endsWithSummary = isSummaryLine(value)
    if (endsWithSummary) return
    const read = readRecordLine(value, problems.length < maxNamedProblems ? 'every-reason' : 'first-reason')
    if (!read.ok) return refuse(read.error)
    const { record, link } = read.value
    if (!links.has(record.experimentId)) links.set(record.experimentId, link)
    const earlier = records.get(record.id)
    if (earlier === undefined || isConcluded(record.status) || !isConcluded(earlier.status)) records.set(record.id, record)
  }

  return {
    take,
    takeValue,
    /** A line that is too long to be looked at. */
    skip(message: string): void {
      number += 1
      isResultsFile ??= false
      refuse(message)
    },
    gathered: (): GatheredRecords => ({ records: [...records.values()], links, problems, problemCount, torn, isResultsFile: isResultsFile === true, endsWithSummary }),
  }
}

export function readRecordLines(text: string): GatheredRecords {
  const gatherer = createGatherer()
  const lines = text.split('\n')
  lines.forEach((line, at) => {
    const last = at === lines.length - 1
    if (!last || line !== '') gatherer.take(line, !last)
  })
  return gatherer.gathered()
}

/** Union by run id. Taking the same records twice changes nothing; what was concluded first stays. */
export function mergeRecords(first: readonly RunRecord[], second: readonly RunRecord[]): RunRecord[] {
  const merged = new Map(first.map((record) => [record.id, record]))
  for (const record of second) {
    const earlier = merged.get(record.id)
    merged.set(record.id, earlier === undefined ? record : preferred(earlier, record))
  }
  return [...merged.values()]
}

function preferred(earlier: RunRecord, later: RunRecord): RunRecord {
  return !isConcluded(earlier.status) && isConcluded(later.status) ? later : earlier
}

/** Some editors begin a file with a byte order mark; joined to others it stands within. */
const withoutMark = (line: string): string => (line.startsWith('\uFEFF') ? line.slice(1) : line)

/** Whether this is a line that the lab wrote, of this version or another, or the beginning of one. @param terminated as above */
export function isOwnText(line: string, terminated: boolean): boolean {
  const text = withoutMark(line)
  return isOwn(text, parseJson(text), terminated)
}

const isOwn = (text: string, value: unknown, terminated: boolean): boolean => (value === undefined ? beginsOwnLine(text, terminated) : isOwnLine(value))

/** How lines of ours begin: `writeRecordLine`, `summaryLine`. */
const heads = ['{"kind":"run","format":1,"id":"', '{"kind":"summary","format":1,"experimentId":"']

/** Whether a text that is no JSON can be what a fault left of a line of ours: only such a one may be cut off. */
const beginsOwnLine = (text: string, terminated: boolean): boolean => heads.some((head) => text.startsWith(head) || (!terminated && head.startsWith(text)))

/** Of any version: a run has an id, and every line of ours its format. */
function isOwnLine(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('format' in value)) return false
  return value.kind === 'summary' || (value.kind === 'run' && 'id' in value && typeof value.id === 'string')
}

function isSummaryLine(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'summary'
}

/** Throwing costs: a text that cannot be JSON is not tried. */
const mayBeJson = /^\s*["{[\-\dtfn]/

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch { // the decoder of a file, as of a link, is where a bad text becomes a value
    return undefined
  }
}
