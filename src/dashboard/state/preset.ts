import type { Experiment } from '../../spec/experiment'

/** An experiment of the catalogue as the page offers it; `main` passes the catalogue in. */
export interface Preset {
  readonly id: string
  readonly title: string
  readonly question: string
  readonly source: string
  /** What to expect, in words and numbers, with its source. */
  readonly expected: string
  readonly full: Experiment
  /** About a minute on an ordinary laptop GPU. */
  readonly preview: Experiment
}

export type PresetForm = 'preview' | 'full'
