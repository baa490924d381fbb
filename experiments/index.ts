/** The catalogue: every preset of this folder, parsed, in the order in which it is shown. */
import type { Experiment } from '../src/spec/experiment'

export interface CatalogueEntry {
  readonly id: string // file name without .json
  readonly title: string
  readonly question: string
  readonly source: string
  /** What to expect, in words and numbers, with its source. */
  readonly expected: string
  readonly full: Experiment
  /** About a minute on an ordinary laptop GPU. */
  readonly preview: Experiment
}

export const catalogue: readonly CatalogueEntry[] = []

export function catalogueEntry(id: string): CatalogueEntry | undefined {
  return catalogue.find((entry) => entry.id === id)
}
