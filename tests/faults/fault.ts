/** What a campaign does to a sweep, and what comes of it. */
import type { EngineName } from '../../src/protocol/engines'
import type { RunRecord } from '../../src/runner/keeping/run-record'
import type { CampaignEngine } from './interrupted'

export const faultKinds = ['device', 'worker', 'reload', 'browser', 'runner', 'storage'] as const
export type FaultKind = (typeof faultKinds)[number]

export interface Struck {
  /** What is kept of the sweep at its end. */
  readonly records: readonly RunRecord[]
  /** How often runs were started again or went on, by the product or by its user. */
  readonly retries: number
  /** From the fault to the first run that trains again; null where training went on all the time. */
  readonly secondsUntilTraining: number | null
}

/** WebGPU on a software adapter is several times slower and its faults are no others: it has every tenth turn. */
export const engineTurns: readonly CampaignEngine[] = ['cpu', 'cpu', 'cpu', 'cpu', 'webgpu', 'cpu', 'cpu', 'cpu', 'cpu', 'cpu']

export interface Fault {
  /** Engines of the sweeps, in turn. */
  readonly engines: readonly CampaignEngine[]
  /** A sweep that nothing disturbs, in the same kind of place. */
  uninterrupted(engine: CampaignEngine): Promise<readonly RunRecord[]>
  /**
   * The sweep waits for its fault where that has not fallen shortly before its end, so that none comes too late.
   * @param moment part of the sweep, [0, 1), at which the fault falls  @param jitter [0, 1), what else is drawn
   */
  strike(engine: CampaignEngine, moment: number, jitter: number): Promise<Struck>
  close(): Promise<void>
}

/** One fault and how it was survived. */
export interface Survived extends Omit<Struck, 'records'> {
  readonly kind: FaultKind
  readonly engine: EngineName
  readonly engineVersion: string
  readonly adapter: string
  readonly moment: number
  readonly complete: boolean
  readonly difference: string | null
}
