/** `npm run sweep`: the page's sweep without a page. The same spec, plan, engines and verdict. */
import { existsSync, rmSync, statSync } from 'node:fs'
import { conduct } from '../runner/conduct/conduct'
import { makeReceipt } from '../runner/reproduction/receipt'
import { writeRecordLine } from '../runner/keeping/record-line'
import { isConcluded, isEnded } from '../runner/keeping/results-store'
import type { RunRecord } from '../runner/keeping/run-record'
import type { PooledTrainer, SweepView } from '../runner/conduct/sweep'
import { experimentId } from '../experiment/identity'
import { encodeLink } from '../experiment/link'
import { planSweep } from '../experiment/plan'
import { describeProblem, quoted, type Problem } from '../experiment/problem'
import type { SweepPlan } from '../experiment/sweep-plan'
import { conclude, conclusionText, summaryLine } from './conclusion'
import { exitCode, type ExitCode } from './exit-code'
import { openCheckpointFiles, type CheckpointFiles } from './checkpoint-files'
import { lockFile } from './file-lock'
import { findExperiment } from './find-experiment'
import { createReporter, endedLine, progressLine, type Terminal } from './progress-words'
import { openResultsFile, readResultsFile, type ReadFile, type ResultsFile } from './results-file'
import { readSweepArguments, sweepUsage } from './sweep-arguments'
import { watchSweep } from './watch-sweep'

export interface Machine {
  readonly output: Terminal // the table and the verdict
  readonly progress: Terminal // everything else
  readonly cores: number
  readonly now: () => number // milliseconds
  readonly spawn: () => PooledTrainer
  /** Calls back on SIGINT and SIGTERM; of several listeners, the last. */
  onSignal(listener: (signal: 'SIGINT' | 'SIGTERM') => void): void
}

export async function runSweep(words: readonly string[], machine: Machine): Promise<ExitCode> {
  const { out } = readSweepArguments(words).read
  const lock = out === null ? () => {} : lockResults(out)
  if (typeof lock === 'number') {
    const { say } = createReporter(machine.progress)
    say(describeProblem({ path: '--out', allowed: 'a file that no other sweep writes', received: `${quoted(out!)}, which process ${lock} writes: wait for it or end it` }))
    return exitCode.badInput
  }
  try {
    return await sweepInto(words, machine)
  } finally {
    lock()
  }
}

function lockResults(out: string): (() => void) | number {
  try {
    return lockFile(`${out}.lock`)
  } catch { // the file system's entrance: a place that cannot be written is named when the file itself is opened
    return () => {}
  }
}

async function sweepInto(words: readonly string[], machine: Machine): Promise<ExitCode> {
  const { say, rewrite, finish } = createReporter(machine.progress)
  const refuse = (problems: readonly Problem[]): ExitCode => {
    for (const problem of problems) say(describeProblem(problem))
    say(`\n${sweepUsage}`)
    return exitCode.badInput
  }
  const { read: wanted, problems } = readSweepArguments(words)
  const found = wanted.experiment === null ? null : findExperiment({ ...wanted, experiment: wanted.experiment })
  const existing = wanted.out === null ? null : readExisting(wanted.out, wanted.resume)
  if (problems.length > 0 || wanted.out === null || !found?.ok || !existing?.ok) {
    return refuse([...problems, ...(found === null || found.ok ? [] : found.error), ...(existing === null || existing.ok ? [] : [existing.problem])])
  }
  const { out } = wanted
  const experiment = found.value
  const plan = planSweep(experiment)
  const link = encodeLink(experiment)
  const earlier = existing.file
  sayEarlier(earlier, plan, say)
  let file: ResultsFile, checkpoints: CheckpointFiles
  try {
    file = openResultsFile(out, earlier)
    checkpoints = openCheckpoints(out, plan, earlier)
  } catch (error) { // the file system's entrance
    return refuse([{ path: '--out', allowed: 'a file that can be written', received: quoted(out), reason: String(error) }])
  }
  sayCheckpoints(checkpoints, say)
  say(`${experiment.title === '' ? 'experiment' : experiment.title}: ${plan.runs.length} runs, ${plan.flops.toExponential(1)} FLOP`)

  const writeOptions = { link, parameters: wanted.parameters }
  let written = 0
  let unwritten: string | null = null // why a line could not be written; nothing is written after it
  const onFile = (work: () => void): void => {
    if (unwritten !== null) return
    try {
      work()
    } catch (error) { // the file system's entrance
      unwritten = String(error)
      say(`${out} cannot be written (${unwritten}): stopping, for what is trained from here on would be lost`)
      sweep.stop()
    }
  }
  const sweep = conduct(plan, machine.spawn, {
    engine: wanted.engine, trainers: wanted.threads ?? machine.cores, now: machine.now, from: earlier?.records,
    checkpoints: checkpoints.kept,
    onCheckpoint(kept) {
      try {
        checkpoints.keep(kept, machine.now())
      } catch (error) { // the file system's entrance
        return Promise.resolve(`a checkpoint could not be written (${String(error)}): if the sweep is cut, its runs start again from an older one`)
      }
    },
    onRecord(record) {
      if (isConcluded(record.status)) {
        onFile(() => {
          file.append(writeRecordLine(record, writeOptions))
          written += 1
          if (checkpoints.endsGroup(record.id)) file.flush() // before the checkpoint goes
          checkpoints.concluded(record.id)
        })
      }
      if (record.environment !== null) say(endedLine(record)) // a run that never started is in the notice that says why
    },
  })
  const told = new Set<string>()
  const { runs, signal } = await watchSweep(sweep, machine, (view) => {
    tellNews(view, told, say)
    rewrite(progressLine(view.progress))
  }, (received) => {
    checkpoints.hurry()
    say(`${received}: stopping; finished runs are in ${out}`)
  })
  finish()

  const conclusion = conclude(runs, plan.runs.length)
  const lost = (): ExitCode => {
    say(`runs of this sitting in ${out}: ${written}; --resume goes on once it can be written`)
    return exitCode.environment
  }
  if (unwritten !== null) return lost()
  if (signal !== null || !runs.every(({ status }) => isEnded(status))) {
    file.close()
    say(`stopped with ${conclusion.tally.finished + conclusion.tally.diverged} of ${plan.runs.length} runs done; --resume goes on`)
    return signal === 'SIGINT' ? exitCode.interrupted : exitCode.terminated
  }
  const failed = runs.filter(({ status }) => status.kind === 'failed')
  if (written > 0 || earlier?.endsWithSummary !== true) {
    if (failed.length < runs.length) {
      onFile(() => file.append(summaryLine(experimentId(experiment), link, experiment.title, conclusion)))
    }
  }
  onFile(file.close)
  if (unwritten !== null) return lost()
  if (failed.length < runs.length) machine.output.write(`${conclusionText(experiment.title, conclusion)}\n`)
  if (failed.length === 0) {
    const receipt = makeReceipt(plan, runs)
    say(receipt.ok ? `anybody can check this with: npm run verify -- '${encodeLink(experiment, undefined, receipt.value)}'` : `no receipt: ${receipt.error}; --parameters keeps them`)
    return exitCode.done
  }
  say(`${failed.length} of ${runs.length} runs could not be trained here; --resume tries them again`)
  return exitCode.environment
}

type Existing = { readonly ok: true; readonly file: ReadFile | null } | { readonly ok: false; readonly problem: Problem }

function readExisting(out: string, resume: boolean): Existing {
  try {
    if (!existsSync(out)) return { ok: true, file: null }
    if (resume || statSync(out).size === 0) return { ok: true, file: readResultsFile(out) }
  } catch (error) { // the file system's entrance
    return { ok: false, problem: { path: '--out', allowed: 'a results file', received: quoted(out), reason: String(error) } }
  }
  return { ok: false, problem: { path: '--out', allowed: 'a new file, or --resume', received: 'a file that holds something already' } }
}

function sayEarlier(earlier: ReadFile | null, plan: SweepPlan, say: (line: string) => void): void {
  if (earlier === null) return
  const planned = new Set(plan.runs.map(({ id }) => id))
  const concluded = earlier.records.filter(({ status }) => isConcluded(status))
  const kept = concluded.filter(({ id }) => planned.has(id)).length
  say(`going on: ${kept} of ${plan.runs.length} runs are in the file already`)
  if (kept < concluded.length) say(`note: ${concluded.length - kept} runs in the file belong to other experiments; they stay, and are left out here`)
  if (earlier.torn) say('note: the last line was torn by an earlier end and is dropped; its run is done again')
  for (const { line, message } of earlier.problems) say(`note: line ${line} is not a run and is passed over: ${message}`)
}

/** A new results file begins a new sweep: what an older one of that name left is not gone on with. */
function openCheckpoints(out: string, plan: SweepPlan, earlier: ReadFile | null): CheckpointFiles {
  const folder = `${out}.checkpoints`
  if (earlier === null) rmSync(folder, { recursive: true, force: true })
  return openCheckpointFiles(folder, plan, (earlier?.records ?? []).filter(({ status }) => isConcluded(status)).map(({ id }) => id))
}

function sayCheckpoints({ kept, damaged, foreign }: CheckpointFiles, say: (line: string) => void): void {
  const steps = kept.map(({ checkpoint }) => checkpoint.state.step)
  const runs = new Set(kept.flatMap((one) => one.runs.map(({ id }) => id))).size
  if (kept.length > 0) say(`going on: ${runs} runs were under way, at most at step ${Math.max(...steps)}, and go on from their checkpoint`)
  if (damaged > 0) say(`note: ${damaged} checkpoints were torn or damaged and are removed; their runs start again`)
  if (foreign > 0) say(`note: ${foreign} checkpoints are of another experiment or version of the lab; they stay, and are left out here`)
}

function tellNews({ progress, runs }: SweepView, told: Set<string>, say: (line: string) => void): void {
  const environment = runs.find((run: RunRecord) => run.status.kind === 'running')?.environment
  const news = environment == null ? [] : [`engine ${environment.engine} on ${environment.adapter}${environment.software ? ' (software)' : ''}`]
  for (const words of [...news, ...progress.notices.map((notice) => `note: ${notice}`)]) {
    if (!told.has(words)) say(words)
    told.add(words)
  }
}
