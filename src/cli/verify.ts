/** `npm run verify`: trains again what a link's receipt vouches for, and says whether it came out the same. */
import { conduct } from '../runner/conduct'
import { compareWithReceipt, type Comparison } from '../runner/receipt'
import type { EngineChoice } from '../protocol/trainer'
import { decodeLink } from '../spec/link'
import { planSweep } from '../spec/plan'
import { describeProblem, quoted } from '../spec/problem'
import type { Receipt } from '../spec/receipt'
import type { SweepPlan } from '../spec/sweep-plan'
import { exitCode, type ExitCode } from './exit-code'
import { createReporter, progressLine } from './progress-words'
import type { Machine } from './sweep'
import { watchSweep } from './watch-sweep'

export const verifyUsage = `npm run verify -- '<link with a receipt>'
  --engine auto|webgpu|cpu|tfjs   what trains (the receipt's own)
  --runs <n>                      only the first n runs of the receipt
exit code 0: reproduced, to the bit or within the band; 1: not reproduced; 2: bad input; 3: could not be trained here`

const engines: readonly string[] = ['auto', 'webgpu', 'cpu', 'tfjs'] satisfies EngineChoice[]

interface Asked { readonly link: string; readonly engine: EngineChoice | null; readonly runs: number }

export async function runVerify(words: readonly string[], machine: Machine): Promise<ExitCode> {
  const { say, rewrite, finish } = createReporter(machine.progress)
  const refuse = (...lines: readonly string[]): ExitCode => {
    lines.forEach(say)
    say(`\n${verifyUsage}`)
    return exitCode.badInput
  }
  const asked = readWords(words)
  if (typeof asked === 'string') return refuse(asked)
  const decoded = decodeLink(asked.link)
  if (!decoded.ok) return refuse(...decoded.error.map(describeProblem))
  const { experiment, receipt: whole } = decoded.value
  if (whole === null) return refuse('the link carries no receipt: there is nothing to verify')
  const plan = planSweep(experiment)
  if (whole.runs !== plan.runs.length) return refuse(`the receipt is of a sweep of ${whole.runs} runs, the experiment has ${plan.runs.length}`)
  const receipt = { ...whole, sample: whole.sample.slice(0, asked.runs) }

  const sampled = onlyRuns(plan, new Set(receipt.sample.map(({ index }) => index)))
  say(`${experiment.title}: ${sampled.runs.length} of ${plan.runs.length} runs, first trained by ${whole.environments.map(({ engine, adapter }) => `${engine} on ${adapter}`).join(' and ')}`)
  const sweep = conduct(sampled, machine.spawn, { engine: asked.engine ?? choiceOf(receipt), trainers: machine.cores, now: machine.now })
  const { runs, progress, signal } = await watchSweep(sweep, machine, (view) => rewrite(progressLine(view.progress)))
  finish()
  progress.notices.forEach((notice) => say(`note: ${notice}`))
  if (signal !== null) return signal === 'SIGINT' ? exitCode.interrupted : exitCode.terminated

  const comparison = compareWithReceipt(receipt, plan, runs)
  machine.output.write(`${verdictText(comparison)}\n`)
  if (comparison.kind === 'not-reproduced') return exitCode.notReproduced
  return comparison.missing > 0 ? exitCode.environment : exitCode.done
}

function verdictText({ kind, compared, missing, first, differing, largestLossDifference }: Comparison): string {
  const by = largestLossDifference === 0 ? 'no loss differs' : `losses differ by at most ${(100 * largestLossDifference).toPrecision(2)}%`
  const lines = {
    'to-the-bit': compared === 0 ? 'nothing was compared' : `reproduced to the bit: data, initial parameters and final parameters of ${compared} runs`,
    'within-band': `reproduced within the band: data and initial parameters of ${compared} runs to the bit; on another engine or adapter ${by}`,
    'not-reproduced': `not reproduced: ${differing} of ${compared} runs differ; ${by}`,
  }
  const place = first && `first difference (tier ${first.tier}): run ${first.run.index + 1}, ${first.run.spec.shape.width} x ${first.run.spec.shape.depth}, `
    + `replicate ${first.run.replicate}: ${first.words}`
  return [lines[kind], ...(place === null ? [] : [place]), ...(missing > 0 ? [`${missing} runs could not be trained here and are not compared`] : [])].join('\n')
}

/** The plan with these runs only; the rest of each group is left out. */
function onlyRuns(plan: SweepPlan, indices: ReadonlySet<number>): SweepPlan {
  const groups = plan.groups.flatMap((group) => {
    const runs = group.runs.filter(({ index }) => indices.has(index))
    return runs.length === 0 ? [] : [{ id: group.id, runs, flops: (group.flops * runs.length) / group.runs.length }]
  })
  const flops = groups.reduce((sum, group) => sum + group.flops, 0)
  const runs = plan.runs.filter(({ index }) => indices.has(index)).map((run, at) => ({ ...run, index: at }))
  const place = new Map(runs.map((run) => [run.id, run]))
  return { ...plan, runs, groups: groups.map((group) => ({ ...group, runs: group.runs.map(({ id }) => place.get(id)!) })), flops }
}

function choiceOf({ environments }: Receipt): EngineChoice {
  const names = new Set(environments.map(({ engine }) => engine))
  if (names.size > 1) return 'auto'
  const [name] = names
  return name === 'webgpu' || name === 'cpu' ? name : name.startsWith('tfjs') ? 'tfjs' : 'auto'
}

function readWords(words: readonly string[]): Asked | string {
  const links: string[] = []
  let engine: EngineChoice | null = null
  let runs = Infinity
  for (let at = 0; at < words.length; at++) {
    const value = words[at + 1]
    if (words[at] === '--engine') {
      if (!engines.includes(value)) return `--engine: allowed is ${engines.join(', ')}`
      engine = value as EngineChoice
      at += 1
    } else if (words[at] === '--runs') {
      if (!/^[1-9]\d{0,3}$/.test(value ?? '')) return '--runs: allowed is a whole number from 1 to 9999'
      runs = Number(value)
      at += 1
    } else if (words[at].startsWith('--')) return `${quoted(words[at])}: there is no such option`
    else links.push(words[at])
  }
  return links.length === 1 ? { link: links[0], engine, runs } : 'one link is needed; quote it, for the shell takes # and ! for its own'
}
