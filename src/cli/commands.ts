/** The commands of the command line, and what it says when asked how they are used. */
import { catalogue } from '../../experiments/index'
import { runClaims } from './claims'
import { claimsUsage } from './claims-arguments'
import { exitCode, type ExitCode } from './exit-code'
import { kernelsUsage, runKernels } from './kernels'
import type { Machine } from './machine'
import { recordUsage, runRecord } from './record'
import { reportUsage, runReport } from './report'
import { runScaling, scalingUsage } from './scaling'
import { runSweep } from './sweep'
import { sweepUsage } from './sweep-arguments'
import { runVerify, verifyUsage } from './verify'

interface Command {
  readonly usage: string
  run(words: readonly string[], machine: Machine): ExitCode | Promise<ExitCode>
}

const commands: ReadonlyMap<string, Command> = new Map(Object.entries({
  sweep: { usage: sweepUsage, run: runSweep },
  report: { usage: reportUsage, run: (words, { output, progress }) => runReport(words, output, progress) },
  claims: { usage: claimsUsage, run: runClaims },
  verify: { usage: verifyUsage, run: runVerify },
  kernels: { usage: kernelsUsage, run: (words, { output, progress }) => runKernels(words, output, progress) },
  scaling: { usage: scalingUsage, run: (words, { output, progress }) => runScaling(words, output, progress) },
  record: { usage: recordUsage, run: (words, machine) => runRecord(words, machine) },
} satisfies Record<string, Command>))

const isHelp = (word: string | undefined): boolean => word === '--help' || word === '-h'

/** @param words as they stand after the program's name */
export async function runCommand([name, ...words]: readonly string[], machine: Machine): Promise<ExitCode> {
  const command = commands.get(name ?? '')
  if (isHelp(name) || name === 'help' || (command !== undefined && words.some(isHelp))) {
    machine.output.write(`${helpText(command === undefined ? [...commands.values()] : [command])}\n`)
    return exitCode.done
  }
  if (command !== undefined) return command.run(words, machine)
  machine.progress.write(`${name === undefined ? 'a command is needed' : `there is no command '${name}'`}: ${[...commands.keys()].join(', ')}\n\n${helpText([...commands.values()])}\n`)
  return exitCode.badInput
}

function helpText(asked: readonly Command[]): string {
  const longest = Math.max(...catalogue.map(({ id }) => id.length))
  return [
    ...asked.map(({ usage }) => usage), ['presets:', ...catalogue.map(({ id, title }) => `  ${id.padEnd(longest)}  ${title}`)].join('\n'),
  ].join('\n\n')
}
