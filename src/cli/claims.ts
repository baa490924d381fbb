/**
 * `npm run claims`: trains presets headless, judges the claims about them (src/science/claims) and writes docs/claims.json
 * and docs/claims.md, and of law tests docs/findings.json and docs/findings.md; from the controls' presets also
 * src/science/conclusions/recorded-controls.json, from the bound's baseline recorded-baseline.json beside it. Runs are saved in .cache/claims,
 * one results file per experiment, with locks and checkpoints as any sweep's: a full form trains for hours. Paths are relative to the
 * repository's root, where npm starts scripts.
 */
import { formatFlops } from '../report/quantities'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { divergedSpecs, trainedRuns } from '../runner/keeping/measured'
import { isConcluded } from '../runner/keeping/results-store'
import type { RunRecord } from '../runner/keeping/run-record'
import { type BaselineRecord, baselineOf, baselinePreset } from '../science/conclusions/bound-baseline'
import { type RecordedControl, controlPresets, recordedControl } from '../science/conclusions/controls'
import { type RecordedLaw, recordedLaw } from '../science/conclusions/laws-on-record'
import { summarise } from '../science/summary'
import type { Experiment } from '../experiment/experiment'
import { sharedChoice } from '../protocol/engines'
import { experimentId } from '../experiment/identity'
import { encodeLink } from '../experiment/link'
import { planSweep } from '../experiment/plan'
import { describeProblem } from '../experiment/problem'
import { claimsUsage, presetsWithClaims, readClaimsArguments, type ClaimsArguments } from './claims-arguments'
import { commandOf, judgeClaims, mergeSections, reportText, type ReportSection } from './claims-report'
import { exitCode, unfinishedCode, type ExitCode } from './exit-code'
import { openFileStore } from './file-store'
import { findExperiment } from './find-experiment'
import { findingsText } from './findings-text'
import { conductHeadless, placeProblem } from './headless-sweep'
import { type LawFinding, type Provenance, lawFinding, mergeFindings } from './law-finding'
import type { Machine } from './machine'
import { createReporter } from './progress-text'

const saved = join('.cache', 'claims')
const paths = {
  json: join('docs', 'claims.json'), text: join('docs', 'claims.md'), findings: join('docs', 'findings.json'), findingsText: join('docs', 'findings.md'),
  controls: join('src', 'science', 'conclusions', 'recorded-controls.json'), baseline: join('src', 'science', 'conclusions', 'recorded-baseline.json'),
  laws: join('src', 'science', 'conclusions', 'recorded-laws.json'),
}

export async function runClaims(words: readonly string[], machine: Machine): Promise<ExitCode> {
  const { say } = createReporter(machine.progress)
  const { read: asked, problems } = readClaimsArguments(words)
  if (problems.length > 0) {
    for (const problem of problems) say(describeProblem(problem))
    say(`\n${claimsUsage}`)
    return exitCode.badInput
  }
  mkdirSync(saved, { recursive: true })
  for (const preset of asked.presets) {
    const found = findExperiment({ experiment: preset, preview: !asked.full, seeds: asked.seeds })
    if (!found.ok) { // more seeds than a sweep may have
      for (const problem of found.error) say(`${preset}: ${describeProblem(problem)}`)
      return exitCode.badInput
    }
    const file = join(saved, `${experimentId(found.value)}.ndjson`)
    const trained = await train(found.value, file, asked, machine)
    if (typeof trained === 'number') return trained
    if (trained !== null) writeReports(preset, found.value, trained, file, asked, machine)
    else say(`${preset}: not whole in ${saved}, left as it was`)
  }
  return exitCode.done
}

/** The experiment's runs, all of them ended; null when asked to train nothing and some are missing. */
async function train(experiment: Experiment, file: string, asked: ClaimsArguments, machine: Machine): Promise<readonly RunRecord[] | ExitCode | null> {
  const { say } = createReporter(machine.progress)
  const plan = planSweep(experiment)
  const store = openFileStore(file, plan, { existing: asked.resume ? 'resume' : 'replace', parameters: true, now: machine.now })
  if (asked.judge) {
    const loaded = await store.load()
    return loaded.ok && loaded.value.records.length === plan.runs.length ? loaded.value.records : null
  }
  say(`${experiment.title}: ${plan.runs.length} runs, ${formatFlops(plan.flops)}`)
  const ended = await conductHeadless(plan, store, { engine: asked.engine, threads: asked.threads, place: file }, machine)
  if (!ended.ok) {
    say(describeProblem(placeProblem(experiment.title, file, ended.error)))
    return exitCode.badInput
  }
  store.close()
  const { runs, signal } = ended.value
  const isWhole = signal === null && ended.value.failure === null && runs.every(({ status }) => isConcluded(status))
  return isWhole ? runs : unfinishedCode(signal)
}

function writeReports(preset: string, experiment: Experiment, runs: readonly RunRecord[], file: string, asked: ClaimsArguments, machine: Machine): void {
  const environments = runs.flatMap(({ environment }) => environment ?? [])
  const said = (values: readonly string[]): string => [...new Set(values)].join(' and ')
  const count = (kind: RunRecord['status']['kind']): number => runs.filter(({ status }) => status.kind === kind).length
  const engines = said(environments.map(({ engine }) => engine))
  const link = encodeLink(experiment), trained = trainedRuns(runs)
  const provenance: Provenance = {
    preset, form: asked.full ? 'full' : 'preview', seeds: experiment.seeds.count, link,
    command: commandOf(preset, asked, sharedChoice(environments.map(({ engine }) => engine))),
    date: statSync(file).mtime.toISOString().slice(0, 10),
    engine: said(environments.map(({ engine, engineVersion }) => `${engine} ${engineVersion}`)), adapter: said(environments.map(({ adapter }) => adapter)),
    runs: { planned: runs.length, finished: count('finished'), diverged: count('diverged') },
  }
  const section: ReportSection = { ...provenance, claims: judgeClaims(preset, trained) }
  mkdirSync('docs', { recursive: true })
  const sections = mergeSections(readJson<ReportSection>(paths.json), [section], presetsWithClaims)
  writeJson(paths.json, sections)
  writeFileSync(paths.text, reportText(sections))
  for (const { met, says, measured } of section.claims) machine.output.write(`${met === null ? '?' : met ? 'met   ' : 'MISSED'} ${says}\n       ${measured}\n`)
  const summary = summarise(trained, divergedSpecs(runs)), { law, sparsityLaw } = summary
  const finding = lawFinding(summary, provenance)
  if (finding !== null) {
    const findings = mergeFindings(readJson<LawFinding>(paths.findings), finding, presetsWithClaims)
    writeJson(paths.findings, findings)
    writeFileSync(paths.findingsText, findingsText(findings))
  }
  const { form, date, engine, adapter, command } = section
  if (preset === baselinePreset && asked.full) writeJson(paths.baseline, { preset, form, date, engine, command, link, points: baselineOf(trained) } satisfies BaselineRecord)
  const found = finding === null ? null : recordedLaw(law, sparsityLaw, { preset, title: experiment.title, form, date, engine, command, link })
  if (found !== null && asked.full) { // a preview is no law on record
    const others = readJson<RecordedLaw>(paths.laws).filter((other) => other.preset !== preset)
    writeJson(paths.laws, [...others, found].sort((x, y) => presetsWithClaims.indexOf(x.preset) - presetsWithClaims.indexOf(y.preset)))
  }
  const control = controlPresets.find((known) => known === preset)
  if (control === undefined) return
  const specs = trained.map(({ spec }) => spec.training)
  const learningRates = [...new Set(specs.map(({ learningRate }) => learningRate))].sort((x, y) => x - y)
  const steps = Math.max(...specs.map((training) => training.steps))
  const recorded = recordedControl(law, { preset: control, form, date, engine, adapter, command, link, learningRates, steps })
  if (recorded === null) return
  const controls = readJson<RecordedControl>(paths.controls), others = controls.filter((other) => other.preset !== preset)
  if (!asked.full && controls.some((other) => other.preset === preset && other.form === 'full')) return // a preview replaces no full form
  const place = (other: RecordedControl): number => controlPresets.indexOf(other.preset)
  writeJson(paths.controls, [...others, recorded].sort((x, y) => place(x) - place(y)))
  machine.output.write(`recorded as a control (${engines}): ${paths.controls}\n`)
}

const readJson = <Item>(path: string): Item[] => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) as Item[] : [])
const writeJson = (path: string, value: unknown): void => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
