import type { PooledTrainer } from '../runner/conduct/sweep'
import type { Terminal } from './progress-text'

export type Signal = 'SIGINT' | 'SIGTERM'

/** What a command needs of the machine it runs on; tests pass their own. */
export interface Machine {
  readonly output: Terminal // the table and the verdict
  readonly progress: Terminal // everything else
  readonly cores: number
  readonly now: () => number // milliseconds
  readonly spawn: () => PooledTrainer
  /** Calls back on SIGINT and SIGTERM; of several listeners, the last. */
  onSignal(listener: (signal: Signal) => void): void
}
