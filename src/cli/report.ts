/** `npm run report`: table and verdict again, from results files. */
import { runsCsv } from '../runner/exports/export'
import { divergedSpecs, measuredRuns } from '../runner/keeping/measured'
import { labelled } from '../report/labels'
import { noteTables } from '../report/note-table'
import { latexTable, markdownTable } from '../report/note-table-text'
import { mergeRecords } from '../runner/keeping/record-lines'
import type { RunRecord } from '../runner/keeping/run-record'
import { summarise } from '../science/summary'
import { experimentId } from '../experiment/identity'
import { decodeLink } from '../experiment/link'
import { planSweep } from '../experiment/plan'
import { quoted } from '../experiment/problem'
import { conclude, conclusionText } from './conclusion'
import { exitCode, type ExitCode } from './exit-code'
import type { Terminal } from './progress-text'
import { readResultsFile } from './results-file'

const formats = ['text', 'markdown', 'latex', 'csv'] as const
type Format = (typeof formats)[number]

export const reportUsage = `npm run report -- results.ndjson [more.ndjson …] [--format ${formats.join('|')}]`

/** Several files are merged by run id first. */
export function runReport(words: readonly string[], output: Terminal, complaints: Terminal): ExitCode {
  const say = (line: string): unknown => complaints.write(`${line}\n`)
  const asked = parseWords(words)
  if (typeof asked === 'string') {
    say(`${asked}\n\n${reportUsage}`)
    return exitCode.badInput
  }
  let records: RunRecord[] = []
  const links = new Map<string, string>()
  for (const path of asked.paths) {
    try {
      const read = readResultsFile(path)
      records = mergeRecords(records, read.records)
      read.links.forEach((link, id) => { if (!links.has(id)) links.set(id, link) })
      for (const { line, message } of read.problems) say(`note: ${path}, line ${line} is not a run: ${message}`)
      if (read.torn) say(`note: ${path}: the last line is torn and is left out`)
    } catch (error) { // the file system's entrance
      say(`${quoted(path)}: ${(error as Error).message}`)
      return exitCode.badInput
    }
  }
  if (records.length === 0) {
    say('no runs in there')
    return exitCode.badInput
  }
  if (asked.format === 'csv') output.write(runsCsv(records))
  else for (const [id, link] of links) output.write(`${reportOf(id, link, records, asked.format)}\n`)
  return exitCode.done
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

function parseWords(words: readonly string[]): { paths: string[]; format: Format } | string {
  const paths: string[] = []
  let format: Format = 'text'
  for (let at = 0; at < words.length; at++) {
    if (words[at] !== '--format') {
      if (words[at].startsWith('--')) return `${quoted(words[at])}: there is no such option`
      paths.push(words[at])
      continue
    }
    const value = formats.find((known) => known === words[at + 1])
    if (value === undefined) return `--format: allowed is ${formats.join(', ')}`
    format = value
    at += 1
  }
  return paths.length === 0 ? 'a results file is needed' : { paths, format }
}
