/** `npm run report`: table and verdict again, from results files. */
import { writeFileSync } from 'node:fs'
import { runsCsv } from '../runner/exports/export'
import { divergedSpecs, measuredRuns } from '../runner/keeping/measured'
import { labelled } from '../report/labels'
import { formatInteger } from '../report/numbers'
import { formatCount } from '../report/phrases'
import { noteTables } from '../report/note-table'
import { escapeLatex, escapeMarkdown, latexTable, markdownTable } from '../report/note-table-text'
import { experimentIn, holdsResults, unreadLines, type ReadFile } from '../runner/keeping/file-reader'
import { mergeRecords } from '../runner/keeping/record-lines'
import type { RunRecord } from '../runner/keeping/run-record'
import { summarise } from '../science/summary'
import { encodingProblem } from '../experiment/encoding'
import { experimentId } from '../experiment/identity'
import { decodeLink } from '../experiment/link'
import { planSweep } from '../experiment/plan'
import { describeProblem, quoted } from '../experiment/problem'
import { conclude, conclusionText } from './conclusion'
import { exitCode, type ExitCode } from './exit-code'
import type { Terminal } from './progress-text'
import { splitOption } from './read-words'
import { readFileAt } from './results-file'

const formats = ['text', 'markdown', 'latex', 'csv'] as const
type Format = (typeof formats)[number]

export const reportUsage = `npm run report -- results.ndjson [more.ndjson …]    table and verdict again; - reads the standard input
  --format ${formats.join('|')}   what is written (text)
  --out <file>                    a new file to write it to (-: the standard output)
exit code 0: everything was read; 2: bad input, or lines of it were left out`

interface Asked { readonly paths: readonly string[]; readonly format: Format; readonly out: string | null }

/** What could not be read of one file. */
interface Unread { readonly path: string; readonly lines: number }

/** Several files are merged by run id first. */
export function runReport(words: readonly string[], output: Terminal, complaints: Terminal): ExitCode {
  const say = (line: string): unknown => complaints.write(`${line}\n`)
  const asked = readArguments(words)
  if (typeof asked === 'string') {
    say(`${asked}\n\n${reportUsage}`)
    return exitCode.badInput
  }
  let records: RunRecord[] = []
  const links = new Map<string, string>()
  const unread: Unread[] = []
  for (const path of asked.paths) {
    try {
      const read = readFileAt(path)
      if (read.encoding !== 'utf-8') {
        say(`${quoted(path)}: ${describeProblem(encodingProblem(read.encoding))}`)
        return exitCode.badInput
      }
      if (!holdsResults(read)) {
        say(`${quoted(path)} holds no runs${experimentIn(read).ok ? ': it is an experiment, which npm run sweep trains' : ''}`)
        return exitCode.badInput
      }
      records = mergeRecords(records, read.records)
      read.links.forEach((link, id) => { if (!links.has(id)) links.set(id, link) })
      describeUnread(path, read).forEach(say)
      if (unreadLines(read) > 0) unread.push({ path, lines: unreadLines(read) })
    } catch (error) { // the file system's entrance
      say(`${quoted(path)}: ${(error as Error).message}`)
      return exitCode.badInput
    }
  }
  if (records.length === 0) {
    say('no runs in there')
    return exitCode.badInput
  }
  const text = asked.format === 'csv' ? runsCsv(records)
    : [...[...links].map(([id, link]) => reportOf(id, link, records, asked.format)), ...unread.map((one) => unreadNote[asked.format](one))].map((part) => `${part}\n`).join('')
  if (asked.out === null) output.write(text)
  else {
    const failed = writeNewFile(asked.out, text)
    if (failed !== null) {
      say(`--out: ${failed}`)
      return exitCode.badInput
    }
  }
  return unread.length > 0 ? exitCode.badInput : exitCode.done
}

/** @returns why not; null once it is written */
function writeNewFile(path: string, text: string): string | null {
  try {
    writeFileSync(path, text, { flag: 'wx' }) // never over what is there: the lab cannot know whose it is (decision 0152)
    return null
  } catch (error) { // the file system's entrance
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return `${quoted(path)} is there already; allowed is a new file`
    return `${quoted(path)}: ${(error as Error).message}`
  }
}

const describeLines = ({ path, lines }: Unread): string => `${formatCount(lines, 'line')} of ${quoted(path)} could not be read and ${lines === 1 ? 'is' : 'are'} left out`

/** In the result itself: whoever reads it later has no terminal to look at. */
const unreadNote: Readonly<Record<Format, (unread: Unread) => string>> = {
  text: (unread) => `! ${describeLines(unread)}`,
  markdown: (unread) => `- ${escapeMarkdown(describeLines(unread))}`,
  latex: (unread) => `\\par\\footnotesize ${escapeLatex(describeLines(unread))}`,
  csv: () => '', // a line that is no row would break who reads it: the exit code and the terminal say it
}

/** Sentences for the terminal. */
function describeUnread(path: string, { problems, problemCount, torn, form }: ReadFile): readonly string[] {
  const place = form === 'document' ? 'run' : 'line'
  return [
    ...problems.map(({ line, message }) => `note: ${path}, ${place} ${line} is not a run: ${message}`),
    ...(problemCount > problems.length ? [`note: ${path}: ${formatInteger(problemCount - problems.length)} more that are not runs`] : []),
    ...(torn ? [`note: ${path}: the last line is torn and is left out`] : []),
  ]
}

function reportOf(id: string, link: string, records: readonly RunRecord[], format: Format): string {
  const { title, planned, runs } = membersOf(id, link, records)
  if (format === 'text') return conclusionText(title, conclude(runs, planned))
  return noteTables(labelled(summarise(measuredRuns(runs), divergedSpecs(runs)))).map(format === 'markdown' ? markdownTable : latexTable).join('\n')
}

/** By the experiment's plan where its link can be read (runs may be shared between experiments), else by its id. */
function membersOf(id: string, link: string, records: readonly RunRecord[]): { title: string; planned: number; runs: RunRecord[] } {
  const decoded = decodeLink(link)
  if (!decoded.ok || experimentId(decoded.value.experiment) !== id) {
    const runs = records.filter((record) => record.experimentId === id)
    return { title: `experiment ${id} (its link cannot be read)`, planned: runs.length, runs }
  }
  const plan = planSweep(decoded.value.experiment)
  const byId = new Map(records.map((record) => [record.id, record]))
  return { title: decoded.value.experiment.title, planned: plan.runs.length, runs: plan.runs.flatMap((run) => byId.get(run.id) ?? []) }
}

function readArguments(words: readonly string[]): Asked | string {
  const paths: string[] = []
  const values = new Map<string, string>()
  for (let at = 0; at < words.length; at++) {
    const [word, inline] = splitOption(words[at])
    if (!word.startsWith('--')) paths.push(words[at])
    else if (word !== '--format' && word !== '--out') return `${quoted(word)}: there is no such option`
    else {
      const value = inline ?? words[++at]
      if (values.has(word)) return `${word}: allowed is once`
      if (value === undefined || value === '') return `${word}: allowed is a value after it`
      values.set(word, value)
    }
  }
  const format = formats.find((known) => known === (values.get('--format') ?? 'text'))
  if (format === undefined) return `--format: allowed is ${formats.join(', ')}`
  const out = values.get('--out') ?? null
  return paths.length === 0 ? 'a results file is needed' : { paths, format, out: out === '-' ? null : out }
}
