/** docs/reliability.json and docs/reliability.md: what a campaign found, kind by kind. Written by `npm run faults` only. */
import { faultKinds, type FaultKind, type Survived } from './fault'

export interface KindReport {
  readonly kind: FaultKind
  readonly moments: number
  readonly complete: number
  readonly equal: number
  readonly retries: number
  readonly secondsUntilTraining: { readonly median: number; readonly most: number } | null
  readonly engines: readonly string[]
  readonly differences: readonly string[]
  readonly seed: number
  readonly date: string
  readonly command: string
  readonly versions: string
}

export function reportOf(kind: FaultKind, survived: readonly Survived[], made: Pick<KindReport, 'seed' | 'date' | 'command' | 'versions'>): KindReport {
  const seconds = survived.flatMap(({ secondsUntilTraining }) => secondsUntilTraining ?? []).sort((a, b) => a - b)
  const round = (value: number): number => Math.round(10 * value) / 10
  return {
    kind, moments: survived.length,
    complete: survived.filter(({ complete }) => complete).length,
    equal: survived.filter(({ difference }) => difference === null).length,
    retries: survived.reduce((sum, { retries }) => sum + retries, 0),
    secondsUntilTraining: seconds.length === 0 ? null : { median: round(seconds[Math.floor(seconds.length / 2)]), most: round(seconds.at(-1)!) },
    engines: counted(survived.map(({ engine, engineVersion, adapter }) => `${engine} ${engineVersion} (${adapter})`)),
    differences: survived.flatMap(({ difference, engine, moment }) => (difference === null ? [] : [`${engine}, at ${(100 * moment).toFixed(0)}%: ${difference}`])),
    ...made,
  }
}

const counted = (words: readonly string[]): string[] =>
  [...new Set(words)].map((word) => `${words.filter((other) => other === word).length} on ${word}`)

/** The new reports in place of earlier ones of the same kind. */
export const merged = (before: readonly KindReport[], now: readonly KindReport[]): KindReport[] =>
  faultKinds.flatMap((kind) => [...now, ...before].find((report) => report.kind === kind) ?? [])

const words: Record<FaultKind, readonly [title: string, done: string, seen: string]> = {
  device: ['destroy the device', 'the browser\'s GPU process is crashed (`Browser.crashGpuProcess`): every device of it is lost',
    'a notice that the device was lost and from which step its runs go on; a fresh worker, adapter and device take over by themselves'],
  worker: ['end the worker', 'the training worker is closed in the middle of its work, without a word to the page',
    'a notice that the worker ended and from which step its runs go on; a fresh worker takes over by itself'],
  reload: ['reload the page', 'the tab is reloaded', 'finished runs as they were, how many are under way, and Run the rest; nothing starts by itself'],
  browser: ['kill the browser', '`kill -9` to every process of the browser, then the same profile is opened again',
    'the same as after a reload'],
  runner: ['kill the headless runner', '`kill -9` to the process group of `npm run sweep`, then the same command with `--resume`',
    'how many runs are in the file, how many resume from a checkpoint, and whether the last line was torn'],
  storage: ['fill the storage', 'the origin\'s quota (4 MiB, `Storage.overrideQuotaForOrigin`) is filled to the last byte by another database; after the sweep has ended the space comes back',
    'a notice that the storage is full and new results stay in the tab; later that there is room again and all of them are stored'],
}

export function reliabilityText(reports: readonly KindReport[]): string {
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  const rows = reports.map(({ kind, moments, complete, equal, retries, secondsUntilTraining: seconds }) => row([
    words[kind][0], moments, complete, equal, retries, seconds === null ? '–' : seconds.median.toFixed(1), seconds === null ? '–' : seconds.most.toFixed(1),
  ]))
  const failures = reports.flatMap(({ kind, differences }) => differences.map((difference) => `- ${words[kind][0]}: ${difference}`))
  const missing = faultKinds.filter((kind) => !reports.some((report) => report.kind === kind)).map((kind) => words[kind][0])
  return [
    '# Reliability', '',
    'Written by `npm run faults`; not by hand. At drawn moments of small sweeps (six runs, a few seconds) one fault each. '
    + 'Afterwards every sweep has to be complete and equal to one that nothing disturbed: statuses, curves, metrics and parameters, to the bit, on the same engine and adapter.', '',
    row(['fault', 'moments', 'complete', 'equal to the bit', 'starts again', 'seconds until training again, median', 'most']),
    row(['---', '---:', '---:', '---:', '---:', '---:', '---:']),
    ...rows, '',
    'A campaign that was cut short has fewer moments here than its command below asks for.', '',
    ...(missing.length === 0 ? [] : [`Not in this table, for their campaign has not been run to the end of one moment: ${missing.join(', ')}.`, '']),
    ...(failures.length === 0 ? [] : ['## Not survived', '', ...failures, '']),
    '## What each fault is, and what one sees', '',
    ...reports.flatMap(({ kind }) => [`**${words[kind][0]}**: ${words[kind][1]}. One sees ${words[kind][2]}.`, '']),
    '## Where and how', '',
    ...reports.map(({ kind, engines, date, command, versions, seed }) => `- ${words[kind][0]}: ${date}, \`${command}\` (seed ${seed}); ${engines.join(', ')}; ${versions}`), '',
  ].join('\n')
}
