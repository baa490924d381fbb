/** Entry of the command line, built and started by scripts/cli.mjs: `sweep …`, `report …`, `claims …`, `verify …` or `record …`. */
import { availableParallelism } from 'node:os'
import { runClaims } from './claims'
import { claimsUsage } from './claims-arguments'
import { exitCode } from './exit-code'
import { recordUsage, runRecord } from './record'
import { reportUsage, runReport } from './report'
import { runSweep, type Machine } from './sweep'
import { sweepUsage } from './sweep-arguments'
import { spawnInThread } from './thread-trainers'
import { runVerify, verifyUsage } from './verify'

const machine: Machine = {
  output: process.stdout,
  progress: process.stderr,
  cores: availableParallelism(),
  now: () => performance.now(),
  spawn: spawnInThread,
  onSignal: listenToSignals(),
}

/**
 * A terminal signals the whole process group, and a launcher may pass the signal on once more: within a second that is one signal. A
 * second one later means now. Heard from the first sweep on, told to the latest.
 */
function listenToSignals(): Machine['onSignal'] {
  let latest: Parameters<Machine['onSignal']>[0] | null = null
  let first: number | null = null
  const hear = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (first !== null && performance.now() - first > 1000) process.exit(signal === 'SIGINT' ? exitCode.interrupted : exitCode.terminated)
    if (first === null) latest?.(signal)
    first ??= performance.now()
  }
  return (listener) => {
    if (latest === null) {
      process.on('SIGINT', hear)
      process.on('SIGTERM', hear)
      process.on('disconnect', () => hear('SIGTERM')) // the launcher was killed
    }
    latest = listener
  }
}

const [command, ...words] = process.argv.slice(2)
const code = command === 'sweep' ? await runSweep(words, machine)
  : command === 'report' ? runReport(words, process.stdout, process.stderr)
  : command === 'claims' ? await runClaims(words, machine)
  : command === 'verify' ? await runVerify(words, machine)
  : command === 'record' ? await runRecord(words, machine)
  : (process.stderr.write(`${sweepUsage}\n\n${reportUsage}\n\n${claimsUsage}\n\n${verifyUsage}\n\n${recordUsage}\n`), exitCode.badInput)

// Threads and Dawn would keep the process alive; what was written must leave it first.
process.stdout.write('', () => process.exit(code))
