/** The list of sweeps that are saved in this browser. Beside the stores of single sweeps: only a page shows it. */
import type { Result } from '../../experiment/result'
import type { StoreFailure } from './sweep-store'

export interface ShelvedSweep {
  readonly experimentId: string
  readonly title: string
  readonly link: string
  /** What the reader calls it, instead of its title. */
  readonly name?: string
  readonly updated: number // when a run of it was last saved; milliseconds since 1970, as the caller's clock had it
}

export interface SweepShelf {
  /** Latest first. */
  sweeps(): Promise<Result<readonly ShelvedSweep[], StoreFailure>>
  /** @param name '' gives the title back */
  rename(experimentId: string, name: string): Promise<StoreFailure | null>
  /** Deletes a sweep and the runs and checkpoints that were saved for it; runs that another sweep on the list shares pass to that one. */
  forget(experimentId: string): Promise<StoreFailure | null>
}
