/** Progress: one line that rewrites itself on a terminal, plain lines anywhere else. */
import { formatNumber } from '../report/numbers'
import { formatDuration } from '../report/quantities'
import type { RunRecord } from '../runner/keeping/run-record'
import type { SweepProgress } from '../runner/conduct/sweep'
import { isWorseThanChance } from '../science/conclusions/chance'
import { type FrequencyLaw, type ImportanceLaw, isRecall } from '../science/tasks/task'

export function progressLine({ phase, runsEnded, runsTotal, fraction, secondsElapsed, secondsRemaining }: SweepProgress): string {
  if (phase === 'opening') return 'opening an engine …'
  const left = secondsRemaining === null ? '' : `, about ${formatDuration(secondsRemaining)} left`
  const stopping = phase === 'stopping' ? 'stopping: ' : ''
  return `${stopping}${runsEnded} of ${runsTotal} runs, ${Math.floor(fraction * 100)}%, ${formatDuration(secondsElapsed)}${left}`
}

export function endedLine({ spec, replicate, status, curve, metrics }: RunRecord): string {
  const { shape, training, task } = spec
  const what = [
    `${shape.width} x ${shape.depth}`, ...(isRecall(task) ? [] : [`S = ${task.sparsity}`, ...importanceParts(task.importance), ...frequencyParts(task.frequency)]),
    `${training.steps} steps`, `learning rate ${training.learningRate}`, `replicate ${replicate}`,
  ].join(', ')
  const loss = curve.loss.at(-1)
  switch (status.kind) {
    case 'finished': return `${what}: finished${loss === undefined ? '' : `, loss ${formatNumber(loss)}`}${metrics !== null && isWorseThanChance({ spec, metrics }) ? ', worse than chance' : ''}`
    case 'diverged': return `${what}: diverged at step ${status.step}`
    case 'failed': return `${what}: failed at step ${status.step} (${status.failure.kind})` // the notice says why
    case 'stopped': return `${what}: stopped at step ${status.step}`
    case 'waiting': case 'running': return `${what}: ${status.kind}`
  }
  status satisfies never
}

/** Only what a sweep may vary. */
function importanceParts(law: ImportanceLaw): string[] {
  switch (law.kind) {
    case 'uniform': return []
    case 'geometric': return [`importance ratio ${law.ratio}`]
    case 'power': return [`importance exponent ${law.exponent}`]
    case 'last': return [`importance of the last ${law.weight}`]
  }
  law satisfies never
}

function frequencyParts(law: FrequencyLaw | undefined): string[] {
  if (law === undefined) return []
  return [law.kind === 'power' ? `frequency exponent ${law.exponent}` : `frequency of the last × ${law.factor}`]
}

export interface Terminal {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** Lines that stay, and one that is rewritten below them. */
export function createReporter(terminal: Terminal) {
  const clear = terminal.isTTY ? '\r\x1b[K' : ''
  return {
    say(line: string): void { terminal.write(`${clear}${line}\n`) },
    /** Only on a terminal. */
    rewrite(line: string): void { if (terminal.isTTY) terminal.write(`${clear}${line}`) },
    finish(): void { if (terminal.isTTY) terminal.write(clear) },
  }
}
