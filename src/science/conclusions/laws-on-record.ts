/**
 * The laws that the lab has found, as points (s, g): written by `npm run claims -- --full` from finished sweeps of presets; nothing in
 * recorded-laws.json is typed in. g is null where sparsity was not swept (or the task has none), s where there were no layers.
 */
import type { LawFit } from '../statistics/law-fit'
import type { SparsityLaw } from '../statistics/sparsity-law'
import type { Estimate } from '../statistics/spread'
import recorded from './recorded-laws.json'

export interface RecordedLaw {
  readonly preset: string // id in the catalogue
  readonly title: string // of the experiment
  readonly form: string // 'preview' | 'full'
  readonly s: Estimate | null
  readonly g: Estimate | null
  /** C = (F/d)(−p ln p); null where g is. */
  readonly streamConstant: Estimate | null
  readonly seeds: number // fewest over cells
  readonly cells: number // that entered the fit
  readonly date: string // YYYY-MM-DD, UTC
  readonly engine: string // and its version
  readonly command: string
  readonly link: string
}

export const lawsOnRecord: readonly RecordedLaw[] = recorded

/** What is kept of a law test; null where it gave no law. */
export function recordedLaw(law: LawFit, sparsityLaw: SparsityLaw | null, from: Pick<RecordedLaw, 'preset' | 'title' | 'form' | 'date' | 'engine' | 'command' | 'link'>): RecordedLaw | null {
  const seedsOf = (cells: readonly { readonly counts: readonly number[] }[]): number => Math.min(...cells.map(({ counts }) => counts.length))
  const { preset, title, form, date, engine, command, link } = from
  const source = { date, engine, command, link }
  if (sparsityLaw !== null && sparsityLaw.kind === 'fitted') {
    const { s, g, streamConstant, cells } = sparsityLaw
    return { preset, title, form, s, g, streamConstant, seeds: seedsOf(cells), cells: cells.length, ...source }
  }
  return law.kind === 'none' ? null : { preset, title, form, s: law.s, g: null, streamConstant: null, seeds: seedsOf(law.cells), cells: law.cells.length, ...source }
}
