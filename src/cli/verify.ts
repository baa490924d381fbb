/** `npm run verify`: trains again what a link's receipt promises, and says whether it came out the same. */
import { formatFlops } from '../report/quantities'
import { describeComparison, describeMakers } from '../report/reproduction-text'
import { createSweepMemory } from '../runner/keeping/memory-store'
import { compareWithReceipt } from '../runner/reproduction/receipt'
import { engineOf, planVerification } from '../runner/reproduction/verify'
import type { EngineChoice } from '../protocol/engines'
import { decodeLink } from '../experiment/link'
import { planSweep } from '../experiment/plan'
import { describeProblem, quoted } from '../experiment/problem'
import { engineUsage, readEngine } from './engine-option'
import { exitCode, unfinishedCode, type ExitCode } from './exit-code'
import { conductHeadless, placeProblem } from './headless-sweep'
import type { Machine } from './machine'
import { createReporter } from './progress-text'

export const verifyUsage = `npm run verify -- '<link with a receipt>'
  ${engineUsage}   what trains (the receipt's own)
  --runs <n>                      only so many of the receipt's runs, spread evenly over it
exit code 0: reproduced, to the bit or within the band; 1: not reproduced; 2: bad input; 3: could not be trained here`

interface Asked { readonly link: string; readonly engine: EngineChoice | null; readonly runs: number }

export async function runVerify(words: readonly string[], machine: Machine): Promise<ExitCode> {
  const { say } = createReporter(machine.progress)
  const refuse = (...lines: readonly string[]): ExitCode => {
    lines.forEach(say)
    say(`\n${verifyUsage}`)
    return exitCode.badInput
  }
  const asked = readArguments(words)
  if (typeof asked === 'string') return refuse(asked)
  const decoded = decodeLink(asked.link)
  if (!decoded.ok) return refuse(...decoded.error.map(describeProblem))
  const { experiment, receipt: whole } = decoded.value
  if (whole === null) return refuse('the link carries no receipt: there is nothing to verify')
  const plan = planSweep(experiment)
  const planned = planVerification(whole, plan, asked.runs)
  if (!planned.ok) return refuse(planned.error)
  const { receipt, sample } = planned.value
  say(`${experiment.title}: ${sample.runs.length} of ${plan.runs.length} runs, ${formatFlops(sample.flops)}, first trained by ${describeMakers(whole).join(' and ')}`)
  // In memory: what was saved before would be compared with itself, and not trained again (decision 0150).
  const store = createSweepMemory({ kind: 'process', id: process.pid }).store(sample)
  const ended = await conductHeadless(sample, store, { engine: asked.engine ?? engineOf(receipt), threads: null, place: null }, machine)
  if (!ended.ok) return refuse(describeProblem(placeProblem('link', 'memory', ended.error)))
  const { runs, signal } = ended.value
  if (signal !== null) return unfinishedCode(signal)

  const comparison = compareWithReceipt(receipt, plan, runs)
  machine.output.write(`${describeComparison(comparison).join('\n')}\n`)
  if (comparison.kind === 'not-reproduced') return exitCode.notReproduced
  return comparison.missing > 0 ? exitCode.environment : exitCode.done
}

function readArguments(words: readonly string[]): Asked | string {
  const links: string[] = []
  let engine: EngineChoice | null = null
  let runs = Infinity
  for (let at = 0; at < words.length; at++) {
    const value = words[at + 1]
    if (words[at] === '--engine') {
      const read = readEngine(value ?? '')
      if (typeof read !== 'string') return describeProblem(read)
      engine = read
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
