/**
 * `npm run record`: trains the preview forms of presets on the cpu engine and writes public/recorded, the results that
 * come with the page. Runs go to .cache/recorded as they end, so a stopped recording resumes; runs that `claims` has
 * trained on this version of the engine are taken over. Paths are relative to the repository's root, where npm starts scripts.
 */
import { formatBytes, formatDuration, formatFlops } from '../report/quantities'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '../../experiments/index'
import { CPU_ENGINE_VERSION } from '../engine/cpu/cpu-engine'
import { describeReceiptRefusal } from '../report/reproduction-text'
import { makeReceipt } from '../runner/reproduction/receipt'
import { maxRecordedBytes, readRecorded, recordedFile, writeRecorded, type Recorded, type RecordedIndex } from '../runner/reproduction/recorded'
import { isConcluded } from '../runner/keeping/results-store'
import type { RunRecord } from '../runner/keeping/run-record'
import { fallbackChoice, sharedChoice } from '../protocol/engines'
import { experimentId } from '../experiment/identity'
import { encodeLink } from '../experiment/link'
import { planSweep } from '../experiment/plan'
import type { Preset } from '../experiment/preset'
import { describeProblem, quoted } from '../experiment/problem'
import { exitCode, unfinishedCode, type ExitCode } from './exit-code'
import { openFileStore } from './file-store'
import { conductHeadless, placeProblem } from './headless-sweep'
import type { Machine } from './machine'
import { createReporter } from './progress-text'

export const recordUsage = `npm run record -- [preset …]    trains previews on the cpu engine and writes public/recorded; resumes where it was stopped
  --restart                       train again what is recorded already
  --threads <n>                   most trainers at once (one per core)
  --to <folder>                   write there instead`

interface Asked { readonly presets: readonly Preset[]; readonly restart: boolean; readonly threads: number | null; readonly to: string }

const saved = join('.cache', 'recorded')
const shared = join('.cache', 'claims')

/** @param today milliseconds since 1970 */
export async function runRecord(words: readonly string[], machine: Machine, today = Date.now()): Promise<ExitCode> {
  const { say } = createReporter(machine.progress)
  const asked = readArguments(words)
  if (typeof asked === 'string') {
    say(`${asked}\n\n${recordUsage}`)
    return exitCode.badInput
  }
  mkdirSync(saved, { recursive: true })
  mkdirSync(asked.to, { recursive: true })
  for (const entry of asked.presets) {
    const file = join(asked.to, recordedFile(entry.id))
    if (!asked.restart && isCurrent(file, entry)) {
      say(`${entry.id}: recorded already by this version`)
      continue
    }
    const began = machine.now()
    const runs = await train(entry, asked, machine)
    if (typeof runs === 'number') return runs
    const plan = planSweep(entry.preview)
    const receipt = makeReceipt(plan, runs)
    if (!receipt.ok) {
      say(`${entry.id}: ${describeReceiptRefusal(receipt.error)}`)
      return exitCode.environment
    }
    const bytes = writeRecorded({
      preset: entry.id, link: encodeLink(entry.preview, undefined, receipt.value),
      date: new Date(today).toISOString().slice(0, 10), command: `npm run record -- ${entry.id} --restart`,
    }, runs)
    const again = readRecorded(bytes)
    if (!again.ok) {
      say(`${entry.id}: what would be written could not be read: ${again.error}`)
      return exitCode.environment
    }
    writeFileSync(file, bytes)
    say(`${entry.id}: ${runs.length} runs in ${formatDuration((machine.now() - began) / 1000)}, ${formatBytes(bytes.length)} of at most ${formatBytes(maxRecordedBytes)}`)
  }
  const index = indexOf(asked.to)
  writeFileSync(join(asked.to, 'index.json'), `${JSON.stringify(index, null, 1)}\n`)
  machine.output.write(`${index.files.length} of ${catalogue.length} presets are recorded, ${formatBytes(index.files.reduce((sum, { bytes }) => sum + bytes, 0))}\n`)
  return exitCode.done
}

/** Every run of the preview, concluded, with its parameters. */
async function train(entry: Preset, { restart, threads }: Asked, machine: Machine): Promise<readonly RunRecord[] | ExitCode> {
  const { say } = createReporter(machine.progress)
  const plan = planSweep(entry.preview)
  const file = join(saved, `${plan.experimentId}-cpu-${CPU_ENGINE_VERSION}.ndjson`)
  const store = openFileStore(file, plan, { existing: restart ? 'replace' : 'resume', parameters: true, now: machine.now })
  const claimed = restart ? null : await openFileStore(join(shared, `${plan.experimentId}.ndjson`), plan, { existing: 'resume', parameters: true, now: machine.now }).load()
  const from = claimed?.ok === true ? claimed.value.records.filter(isUsable) : []
  say(`${entry.id}: ${plan.runs.length} runs, ${formatFlops(plan.flops)}${from.length > 0 ? `, ${from.length} of them trained by \`claims\` before` : ''}`)
  const ended = await conductHeadless(plan, store, { engine: fallbackChoice, threads, place: file, from, accepts: isUsable }, machine)
  if (!ended.ok) {
    say(describeProblem(placeProblem(entry.id, file, ended.error)))
    return exitCode.badInput
  }
  store.close()
  const { runs, signal, failure } = ended.value
  return signal === null && failure === null && runs.every(({ status }) => isConcluded(status)) ? runs : unfinishedCode(signal)
}

/** Recordings are made by the engine whose bits anybody can have again, in the version of today. */
const isOfThisEngine = ({ engine, engineVersion }: { readonly engine: string; readonly engineVersion: string }): boolean =>
  sharedChoice([engine]) === fallbackChoice && engineVersion === CPU_ENGINE_VERSION

/** Trained by the engine as it is now, parameters kept: what a receipt can be made of. */
function isUsable({ environment, status, parameters }: RunRecord): boolean {
  return environment !== null && isOfThisEngine(environment)
    && (status.kind === 'diverged' || (status.kind === 'finished' && parameters !== null))
}

function isCurrent(file: string, entry: Preset): boolean {
  const recorded = existsSync(file) ? readRecorded(readFileSync(file)) : null
  return recorded?.ok === true && describes(recorded.value, entry)
    && recorded.value.receipt.environments.every(isOfThisEngine)
}

const describes = ({ preset, plan }: Recorded, entry: Preset): boolean =>
  preset === entry.id && plan.experimentId === experimentId(entry.preview)

/** Files of presets that are no longer in the catalogue, or are so in another form, are deleted. */
function indexOf(folder: string): RecordedIndex {
  const files = readdirSync(folder).filter((name) => name.endsWith(recordedFile(''))).sort().flatMap((name) => {
    const bytes = readFileSync(join(folder, name))
    const recorded = readRecorded(bytes)
    const entry = catalogue.find(({ id }) => recordedFile(id) === name)
    if (recorded.ok && entry !== undefined && describes(recorded.value, entry)) {
      return [{ preset: entry.id, experimentId: recorded.value.plan.experimentId, bytes: bytes.length }]
    }
    rmSync(join(folder, name))
    return []
  })
  return { format: 1, files }
}

function readArguments(words: readonly string[]): Asked | string {
  const presets: Preset[] = []
  let restart = false, threads: number | null = null, to = join('public', 'recorded')
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--restart' || words[at] === '--afresh') restart = true // as recordings of before say it
    else if (words[at] === '--threads') {
      if (!/^[1-9]\d{0,2}$/.test(words[++at] ?? '')) return '--threads: allowed is a whole number from 1 to 999'
      threads = Number(words[at])
    } else if (words[at] === '--to') {
      if (words[at + 1] === undefined) return '--to: a folder is needed'
      to = words[++at]
    } else if (words[at].startsWith('--')) return `${quoted(words[at])}: there is no such option`
    else {
      const entry = catalogue.find(({ id }) => id === words[at])
      if (entry === undefined) return `${quoted(words[at])} is no preset: ${catalogue.map(({ id }) => id).join(', ')}`
      presets.push(entry)
    }
  }
  return { presets: presets.length === 0 ? catalogue : presets, restart, threads, to }
}
