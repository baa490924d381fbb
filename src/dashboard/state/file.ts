/** A file that a reader opens: an experiment as JSON, or results as the page or the command line saved them. */
import { readRecordLines } from '../../runner/keeping/record-lines'
import type { RunRecord } from '../../runner/keeping/run-record'
import type { Experiment } from '../../experiment/experiment'
import { decodeLink } from '../../experiment/link'
import { parseExperimentText } from '../../experiment/parse'
import { planSweep } from '../../experiment/plan'
import { describeProblem } from '../../experiment/problem'
import { failure, success, type Result } from '../../experiment/result'
import { formatCount } from '../../report/phrases'

export interface FileContent {
  readonly experiment: Experiment
  readonly records: readonly RunRecord[] // none for an experiment alone; all are runs of it
  /** What else was in the file and is not used, a phrase each. */
  readonly leftOut: readonly string[]
}

/** Results of the largest sweep with its weights are smaller; more than this would only exhaust the tab. */
export const maxFileBytes = 512 * 2 ** 20

/** The text of a file that a reader chose or dropped, or why it is not read. */
export async function textOf(file: Pick<File, 'size' | 'text'>): Promise<Result<string, string>> {
  if (file.size > maxFileBytes) return failure(`it has ${Math.round(file.size / 2 ** 20)} MiB, allowed are ${maxFileBytes / 2 ** 20}`)
  return file.text().then(success, (error: unknown) => failure(`the browser could not read it (${String(error)})`))
}

/** What is in the file, or every reason why it cannot be used, one sentence each. */
export function readFileText(text: string): Result<FileContent, readonly string[]> {
  const lines = resultLines(text)
  if (lines === null) {
    const parsed = parseExperimentText(text)
    return parsed.ok ? success({ experiment: parsed.value, records: [], leftOut: [] }) : failure(parsed.error.map(describeProblem))
  }
  const { records, links, problems, torn } = readRecordLines(lines)
  const [link] = links.values()
  if (link === undefined) return failure(problems.length > 0 ? problems.map(({ line, message }) => `line ${line}: ${message}`) : ['the file has no runs'])
  const decoded = decodeLink(link)
  if (!decoded.ok) return failure(decoded.error.map(describeProblem))
  const { experiment } = decoded.value
  const planned = new Set(planSweep(experiment).runs.map(({ id }) => id))
  const own = records.filter(({ id }) => planned.has(id))
  const foreign = records.length - own.length
  return success({
    experiment, records: own, leftOut: [
      ...(foreign > 0 ? [`${formatCount(foreign, 'run')} of other experiments`] : []),
      ...problems.slice(0, 3).map(({ line, message }) => `line ${line}: ${message}`),
      ...(problems.length > 3 ? [`${problems.length - 3} more lines that cannot be read`] : []),
      ...(torn ? ['a last line that is cut short'] : []),
    ],
  })
}

/** NDJSON of runs as it is; the page's JSON document of runs as NDJSON; null for anything else. */
function resultLines(text: string): string | null {
  const start = text.trimStart().slice(0, 400)
  if (!/"kind"\s*:\s*"runs?"/.test(start)) return null
  if (!/"kind"\s*:\s*"runs"/.test(start)) return text
  try {
    const { runs } = JSON.parse(text) as { runs?: unknown }
    return Array.isArray(runs) ? runs.map((run) => JSON.stringify(run)).join('\n') : null
  } catch { // the decoder of a file
    return null
  }
}
