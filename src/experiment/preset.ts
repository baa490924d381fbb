import type { Experiment } from './experiment'

/** An experiment of the catalogue (experiments/), in both its forms. */
export interface Preset {
  readonly id: string // file name without .json
  readonly title: string
  readonly question: string
  readonly source: string
  /** What to expect, in sentences and numbers, with its source. */
  readonly expected: string
  readonly full: Experiment
  /** About a minute on an ordinary laptop GPU. */
  readonly preview: Experiment
}

export type PresetForm = 'preview' | 'full'
