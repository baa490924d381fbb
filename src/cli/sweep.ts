/** `npm run sweep`: the page's sweep without a page. The same spec, plan, engines and verdict. */
import { describeFurtherRates } from '../report/further-rates-text'
import { formatFlops } from '../report/quantities'
import { summarise } from '../science/summary'
import { describeReceiptRefusal } from '../report/reproduction-text'
import { makeReceipt } from '../runner/reproduction/receipt'
import { divergedSpecs, measuredRuns } from '../runner/keeping/measured'
import { isConcluded, isEnded } from '../runner/keeping/results-store'
import type { Experiment } from '../experiment/experiment'
import { type FurtherRates, withFurtherRates } from '../experiment/further-rates'
import { encodeLink } from '../experiment/link'
import { planSweep } from '../experiment/plan'
import { describeProblem, type Problem } from '../experiment/problem'
import type { SweepPlan } from '../experiment/sweep-plan'
import { conclude, conclusionText, summaryLine } from './conclusion'
import { exitCode, unfinishedCode, type ExitCode } from './exit-code'
import { openFileStore, refusalOf, type Existing, type FileStore } from './file-store'
import { findExperiment } from './find-experiment'
import { conductHeadless, describeUnsaved, placeProblem, type HeadlessEnd } from './headless-sweep'
import type { Machine } from './machine'
import { createReporter } from './progress-text'
import { readSweepArguments, sweepUsage } from './sweep-arguments'

export async function runSweep(words: readonly string[], machine: Machine): Promise<ExitCode> {
  const { say } = createReporter(machine.progress)
  const refuse = (problems: readonly Problem[]): ExitCode => {
    for (const problem of problems) say(describeProblem(problem))
    say(`\n${sweepUsage}`)
    return exitCode.badInput
  }
  const { read: wanted, problems } = readSweepArguments(words)
  const { out } = wanted
  const existing: Existing = wanted.resume ? 'resume' : 'refuse'
  const found = wanted.experiment === null ? null : findExperiment({ ...wanted, experiment: wanted.experiment })
  const refusal = out === null ? null : refusalOf(out, existing, machine.now)
  if (problems.length > 0 || out === null || !found?.ok || refusal !== null) {
    return refuse([...problems, ...(found === null || found.ok ? [] : found.error), ...(refusal === null ? [] : [placeProblem('--out', out!, refusal)])])
  }
  return trainAndConclude(found.value, { ...wanted, out }, existing, wanted.extendRates ? mostExtensions : 0, machine, refuse)
}

/** So often are the rates of one sweep extended: a best rate that is still at an edge then is at the edge of what makes sense. */
const mostExtensions = 4

type Asked = ReturnType<typeof readSweepArguments>['read'] & { readonly out: string }

/** Trains what the file lacks; with extensions left, also the further rates of an experiment that shares all its runs, in the same file. */
async function trainAndConclude(
  experiment: Experiment, wanted: Asked, existing: Existing, extensions: number, machine: Machine, refuse: (problems: readonly Problem[]) => ExitCode,
): Promise<ExitCode> {
  const { say } = createReporter(machine.progress), { out } = wanted
  const plan = planSweep(experiment)
  const store = openFileStore(out, plan, { existing, parameters: wanted.parameters, now: machine.now })
  say(`${experiment.title === '' ? 'experiment' : experiment.title}: ${plan.runs.length} runs, ${formatFlops(plan.flops)}`)
  const ended = await conductHeadless(plan, store, { engine: wanted.engine, threads: wanted.threads, place: out, saysEnds: true }, machine)
  if (!ended.ok) return refuse([placeProblem('--out', out, ended.error)])
  const further = extensions === 0 ? null : furtherRates(plan, ended.value)
  try {
    if (further === null) return await concludeSweep(plan, ended.value, store, out, machine)
  } finally {
    store.close()
  }
  say(further.says)
  return trainAndConclude(further.experiment, wanted, 'resume', extensions - 1, machine, refuse)
}

/** Null where the sweep did not get to its end, or no best rate lies at an edge. */
function furtherRates({ experiment }: SweepPlan, { runs, signal, failure }: HeadlessEnd): (FurtherRates & { readonly says: string }) | null {
  if (signal !== null || failure !== null || !runs.every(({ status }) => isConcluded(status))) return null
  const { rows } = summarise(measuredRuns(runs), divergedSpecs(runs)), further = withFurtherRates(experiment, rows)
  return further && { ...further, says: `${describeFurtherRates(further, rows.length)}; training on` }
}

/** Writes table and verdict, in the file and on the terminal, where the sweep got to its end. */
async function concludeSweep(plan: SweepPlan, { runs, signal, saved, failure }: HeadlessEnd, store: FileStore, out: string, machine: Machine): Promise<ExitCode> {
  const { say } = createReporter(machine.progress)
  const { experiment } = plan
  const conclusion = conclude(runs, plan.runs.length)
  const lost = (): ExitCode => {
    say(`runs of this session in ${out}: ${saved}; --resume continues once it can be written`)
    return exitCode.environment
  }
  if (failure !== null) return lost()
  if (signal !== null || !runs.every(({ status }) => isEnded(status))) {
    say(`stopped with ${conclusion.tally.finished + conclusion.tally.diverged} of ${plan.runs.length} runs done; --resume continues`)
    return unfinishedCode(signal)
  }
  const failed = runs.filter(({ status }) => status.kind === 'failed')
  if (failed.length < runs.length) {
    const unwritten = await store.appendSummary(summaryLine(plan.experimentId, encodeLink(experiment), experiment.title, conclusion)) ?? await store.flush()
    if (unwritten !== null) {
      say(describeUnsaved(out, unwritten.message))
      return lost()
    }
    machine.output.write(`${conclusionText(experiment.title, conclusion)}\n`)
  }
  if (failed.length === 0) {
    const receipt = makeReceipt(plan, runs)
    say(receipt.ok ? `anybody can check this with: npm run verify -- ${quotedForShell(encodeLink(experiment, undefined, receipt.value))}` : `no receipt: ${describeReceiptRefusal(receipt.error)}; --parameters keeps them`)
    return exitCode.done
  }
  say(`${failed.length} of ${runs.length} runs could not be trained here; --resume tries them again`)
  return exitCode.environment
}

/** cmd.exe knows double quotes only; other shells read ! within them. */
const quotedForShell = (link: string): string => (process.platform === 'win32' ? `"${link}"` : `'${link}'`)
