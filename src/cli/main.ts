/** Entry of the command line, built and started by scripts/cli.mjs: `sweep …`, `report …`, `claims …`, `verify …`, `record …` or `scaling …`. */
import { availableParallelism } from 'node:os'
import { runCommand } from './commands'
import { exitCode } from './exit-code'
import type { Machine, Signal } from './machine'
import { spawnTrainer } from './spawn-trainer'

const machine: Machine = {
  output: process.stdout,
  progress: process.stderr,
  cores: availableParallelism(),
  now: () => performance.now(),
  spawn: spawnTrainer,
  onSignal: listenToSignals(),
}

/**
 * A terminal signals the whole process group, and a launcher may pass the signal on once more: within a second that is one signal. A
 * second one later means now. Received from the first sweep on, passed to the latest.
 */
function listenToSignals(): Machine['onSignal'] {
  let latest: Parameters<Machine['onSignal']>[0] | null = null
  let first: number | null = null
  const receive = (signal: Signal): void => {
    if (first !== null && performance.now() - first > 1000) process.exit(signal === 'SIGINT' ? exitCode.interrupted : exitCode.terminated)
    if (first === null) latest?.(signal)
    first ??= performance.now()
  }
  return (listener) => {
    if (latest === null) {
      process.on('SIGINT', receive)
      process.on('SIGTERM', receive)
      process.on('disconnect', () => receive('SIGTERM')) // the launcher was killed
    }
    latest = listener
  }
}

const code = await runCommand(process.argv.slice(2), machine)

// Threads and Dawn would keep the process alive; what was written must leave it first.
process.stdout.write('', () => process.exit(code))
