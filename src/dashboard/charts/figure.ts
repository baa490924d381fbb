/**
 * What a chart is: a pure function from results to a figure. A figure is data for the plotting library plus what a
 * reader who cannot see it needs: a summary in sentences and the numbers as a table. No DOM, no theme, no clock here;
 * `panels/figure-host.tsx` draws it and gives it the page's colours.
 */
import type { ChartId } from './chart-id'
import type { FigureLayout, Trace } from './plot'
import type { SweepResults } from './sweep-results'

export interface FigureTable {
  readonly columns: readonly string[] // with units
  readonly rows: readonly (readonly (string | number)[])[]
  /** The feature that a row is of, where rows are of features: a chosen one is marked. */
  readonly features?: readonly (number | null)[]
}

export interface Figure {
  readonly title: string
  readonly data: readonly Trace[]
  readonly layout: FigureLayout
  /** One to three sentences: what is seen, with numbers. */
  readonly describe: string
  readonly table: FigureTable
}

/** An equation as its source has it, in the notation that `tex.ts` reads. */
export interface FormulaText {
  readonly tex: string
  /** What its letters mean, in a clause. */
  readonly says: string
  readonly source: string
}

/** How much room the page has: grids of panels have fewer columns where it is narrow. */
export type Room = 'wide' | 'narrow'

export interface Chart {
  readonly id: ChartId
  /** What it shows, how it is computed and what to look for, for the disclosure under the figure. */
  readonly explain: string
  /** How it is computed; none where nothing is. */
  readonly formulas?: readonly FormulaText[]
  /** Null when these results have nothing for it to show (another task or model, or no finished run yet). */
  readonly draw: (results: SweepResults, room?: Room) => Figure | null
  /** Takes the whole width of the page instead of half. */
  readonly wide?: boolean
}
