/**
 * A results file, line by line: runs, and at its end (or nowhere, or several times) a summary. A process killed while
 * it wrote leaves a torn last line; that is expected and costs that line only. Any other bad line is named.
 */
import { isConcluded } from './results-store'
import { readRecordLine } from './record-line'
import type { RunRecord } from './run-record'

export interface LineProblem {
  readonly line: number // 1-based
  readonly message: string
}

export interface GatheredRecords {
  /** One per run id; in order of first appearance. */
  readonly records: readonly RunRecord[]
  /** Experiment id -> link, as the lines had it. */
  readonly links: ReadonlyMap<string, string>
  readonly problems: readonly LineProblem[]
  /** The last line was cut short. */
  readonly torn: boolean
  /** The last whole line is a summary: nothing was added after it. */
  readonly endsWithSummary: boolean
}

export function createGatherer() {
  const records = new Map<string, RunRecord>()
  const links = new Map<string, string>()
  const problems: LineProblem[] = []
  let number = 0
  let torn = false
  let endsWithSummary = false

  /** @param terminated whether a newline ended it; only the last line of a file may lack one */
  function take(text: string, terminated: boolean): void {
    number += 1
    if (text.trim() === '') return
    const value = parseJson(text)
    if (value === undefined) {
      if (terminated) problems.push({ line: number, message: 'not JSON' })
      else torn = true
      return
    }
    endsWithSummary = isSummaryLine(value)
    if (endsWithSummary) return
    const read = readRecordLine(value)
    if (!read.ok) {
      problems.push({ line: number, message: read.error })
      return
    }
    const { record, link } = read.value
    if (!links.has(record.experimentId)) links.set(record.experimentId, link)
    const earlier = records.get(record.id)
    records.set(record.id, earlier === undefined ? record : preferred(earlier, record))
  }
  return {
    take,
    gathered: (): GatheredRecords => ({ records: [...records.values()], links, problems, torn, endsWithSummary }),
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

function isSummaryLine(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'summary'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch { // the decoder of a file, as of a link, is where a bad text becomes a value
    return undefined
  }
}
