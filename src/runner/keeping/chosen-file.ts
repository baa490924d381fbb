/** A file that a reader opens: an experiment as JSON, or results as the page or the command line saved them. */
import { formatCount } from '../../report/phrases'
import type { Experiment } from '../../experiment/experiment'
import { planSweep } from '../../experiment/plan'
import { describeProblem } from '../../experiment/problem'
import { failure, success, type Result } from '../../experiment/result'
import { createFileReader, experimentIn, holdsResults, readFileBytes, type ReadFile } from './file-reader'
import type { RunRecord } from './run-record'

export interface FileContent {
  readonly experiment: Experiment
  readonly records: readonly RunRecord[] // none for an experiment alone; all are runs of it
  /** What else was in the file and is not used, a phrase each. */
  readonly leftOut: readonly string[]
}

/** The part of a browser's file that is read. */
export type ChosenFile = Pick<File, 'name' | 'size' | 'stream'>

/** Results of the largest sweep with its weights are smaller; more than this would only exhaust the tab. */
export const maxFileBytes = 512 * 2 ** 20

export type ReadChosenFile = (file: Pick<ChosenFile, 'size' | 'stream'>) => Promise<Result<FileContent, readonly string[]>>

/** What is in a file that a reader chose or dropped, or every reason why it cannot be used, one sentence each. */
export async function readChosenFile(file: Parameters<ReadChosenFile>[0]): ReturnType<ReadChosenFile> {
  if (file.size > maxFileBytes) return failure([`it has ${Math.round(file.size / 2 ** 20)} MiB, allowed are ${maxFileBytes / 2 ** 20}`])
  const reader = createFileReader()
  try {
    const pieces = file.stream().getReader()
    for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) reader.take(piece.value)
  } catch (error) { // the browser's entrance: the file was moved, or may not be read
    return failure([`the browser could not read it (${String(error)})`])
  }
  return contentOf(reader.end())
}

/** The same of a text. */
export const readFileText = (text: string): Result<FileContent, readonly string[]> => contentOf(readFileBytes(new TextEncoder().encode(text)))

function contentOf(read: ReadFile): Result<FileContent, readonly string[]> {
  const { records, problems, problemCount, torn } = read
  const found = experimentIn(read)
  if (!found.ok) return failure(found.error.map(describeProblem))
  const experiment = found.value
  if (!holdsResults(read)) return success({ experiment, records: [], leftOut: [] })
  const planned = new Set(planSweep(experiment).runs.map(({ id }) => id))
  const own = records.filter(({ id }) => planned.has(id))
  const foreign = records.length - own.length
  return success({
    experiment, records: own, leftOut: [
      ...(foreign > 0 ? [`${formatCount(foreign, 'run')} of other experiments`] : []),
      ...problems.slice(0, maxShown).map(({ line, message }) => `line ${line}: ${message}`),
      ...(problemCount > maxShown ? [`${formatCount(problemCount - maxShown, 'more line')} that cannot be read`] : []),
      ...(torn ? ['a last line that is cut short'] : []),
    ],
  })
}

const maxShown = 3

/** What its records alone hold, to be handed to another thread. */
export function buffersOf({ records }: FileContent): ArrayBuffer[] {
  const views = records.flatMap(({ parameters, metrics }) => [...(parameters === null ? [] : [parameters]), ...Object.values(metrics?.arrays ?? {}).map(({ values }) => values)])
  return [...new Set(views.filter((view) => view.byteLength === view.buffer.byteLength).map(({ buffer }) => buffer as ArrayBuffer))]
}
