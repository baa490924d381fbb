/**
 * The note's table [Katta 2024, section 3], built once for every form it is given: page, terminal, Markdown, LaTeX, CSV. One table
 * per comparison (equal budget, equal setting); a sweep that has nothing to compare is one table of all its settings.
 */
import type { FeatureRows } from '../science/conclusions/note-table'
import type { Spread } from '../science/statistics/spread'
import type { LawName } from '../science/theory/laws'
import { describeFlag } from './flag-text'
import { formatSetting, type LabelledRow, type LabelledSummary } from './labels'
import { formatInteger } from './numbers'
import { formatCount } from './phrases'

type Predicted = Extract<LawName, 'universality' | 'fixedDegree'>

export interface NoteTable {
  readonly title: string // 'N ≈ 4096, S = 0.9'; empty where there is but one table
  readonly caption: string // the title, what is counted, over how many seeds
  /** One shape, or one setting, each: a column while there are few, else a line. */
  readonly entries: readonly TableEntry[]
  readonly quantities: readonly TableQuantity[]
  readonly isAcross: boolean // entries stand side by side, quantities below one another
  readonly isCompared: boolean // entries stand beside their reference, so something is predicted of them
  readonly footnotes: readonly Footnote[]
}

export interface TableEntry {
  readonly row: LabelledRow
  readonly marks: readonly string[] // of its footnotes
}

export interface Footnote {
  readonly mark: string | null // null: it holds for all entries
  readonly text: string
}

/** What is shown of every entry, with the values in the order of the entries. */
export interface TableQuantity {
  readonly id: string
  readonly title: string // 'features per neuron'
  readonly symbol: string // 'F/(mL)', in the notation of the formulas; empty for none
  readonly cells: readonly TableCell[]
}

export type TableCell =
  | { readonly kind: 'count'; readonly value: number }
  | { readonly kind: 'none' } // has no meaning for this entry
  | { readonly kind: 'measured'; readonly spread: Spread }
  | { readonly kind: 'tested'; readonly spread: Spread; readonly predicted: Readonly<Record<Predicted, number>> | null } // null where nothing is compared

const featureQuantities: Readonly<Record<keyof FeatureRows<unknown>, { readonly title: string; readonly symbol: string }>> = {
  featuresLearned: { title: 'features learned', symbol: 'F' },
  featuresPerLayer: { title: 'features per layer', symbol: 'F/L' },
  featuresPerNeuron: { title: 'features per neuron', symbol: 'F/(mL)' },
  featuresPerResidualDimension: { title: 'features per residual dimension', symbol: 'F/d' },
}

/** More entries than this stand below one another. */
const mostAcross = 5

export function noteTables(summary: LabelledSummary): NoteTable[] {
  const { comparisons, rows } = summary
  if (rows.length === 0) return []
  if (comparisons.every((comparison) => comparison.rows.length === 1)) return [tableOf(summary, rows, comparisons.length > 1 ? 'all settings' : '', false)]
  const rowOf = new Map(rows.map((row) => [row.key, row]))
  return comparisons.map((comparison) => tableOf(summary, comparison.rows.flatMap((key) => rowOf.get(key) ?? []), comparisonTitle(comparison), comparison.rows.length > 1))
}

function comparisonTitle({ budget, sparsity, importance, frequency }: LabelledSummary['comparisons'][number]): string {
  const setting = { sparsity, importance, frequency }
  return [
    `N ≈ ${formatInteger(budget)}`, ...(sparsity === null ? [] : [`S = ${sparsity}`]),
    ...(importance === null || importance.kind === 'uniform' ? [] : [`importance ${formatSetting(setting, { sparsity: false, importance: true, frequency: false })}`]),
    ...(frequency === null ? [] : [formatSetting(setting, { sparsity: false, importance: false, frequency: true })]),
  ].join(', ')
}

function tableOf({ primaryCount }: LabelledSummary, rows: readonly LabelledRow[], title: string, isComparison: boolean): NoteTable {
  const isLayered = rows.some(({ layers }) => layers > 1) // else counts per layer say nothing more
  const hasNeurons = rows.some(({ totalNeurons }) => totalNeurons > 0), isCompared = isComparison && hasNeurons
  const counts = [...new Set(rows.map(({ heldOutLoss }) => heldOutLoss.count))]
  const seeds = counts.length === 1 ? formatCount(counts[0], 'seed') : `${counts.join(' or ')} seeds`
  const footnotes = [...footnotesOf(rows), ...(hasNeurons ? [] : [withoutNeurons])]
  const count = (id: string, name: string, symbol: string, value: (row: LabelledRow) => number): TableQuantity =>
    ({ id, title: name, symbol, cells: rows.map((row) => ({ kind: 'count', value: value(row) })) })
  return {
    title, caption: `${title === '' ? '' : `${title}; `}F counted by ${primaryCount}; mean ± standard deviation over ${seeds}`, isCompared, isAcross: rows.length <= mostAcross,
    entries: rows.map((row, at) => ({ row, marks: footnotes.flatMap(({ mark, holdsFor }) => (mark !== null && holdsFor.has(at) ? [mark] : [])) })),
    footnotes: footnotes.map(({ mark, text }) => ({ mark, text })),
    quantities: [
      ...(hasNeurons ? [count('parameters', 'parameters', 'N', ({ nonEmbeddingParameters }) => nonEmbeddingParameters)] : []),
      ...(!hasNeurons ? [] : isLayered ? [
        count('neurons-per-layer', 'neurons per layer', 'm', ({ neuronsPerLayer }) => neuronsPerLayer), count('layers', 'layers', 'L', ({ layers }) => layers),
        count('neurons', 'total neurons', 'mL', ({ totalNeurons }) => totalNeurons),
      ] : [count('neurons', 'neurons', 'm', ({ totalNeurons }) => totalNeurons)]),
      { id: 'loss', title: 'held-out loss', symbol: '', cells: rows.map(({ heldOutLoss }) => ({ kind: 'measured', spread: heldOutLoss })) },
      ...(Object.keys(featureQuantities) as (keyof typeof featureQuantities)[]).filter((key) => (isLayered || key !== 'featuresPerLayer') && (hasNeurons || !perNeuron.has(key))).map((key): TableQuantity => ({
        id: key, ...featureQuantities[key],
        cells: rows.map(({ measured, totalNeurons, predicted: { universality, fixedDegree } }): TableCell => (totalNeurons === 0 && perNeuron.has(key) ? { kind: 'none' } : {
          kind: 'tested', spread: measured[key], predicted: isCompared && totalNeurons > 0 ? { universality: universality[key], fixedDegree: fixedDegree[key] } : null,
        })),
      })),
    ],
  }
}

/** What divides by a number that is 0 where there are no layers. */
const perNeuron: ReadonlySet<keyof FeatureRows<unknown>> = new Set(['featuresPerLayer', 'featuresPerNeuron'])

const withoutNeurons = {
  mark: null, holdsFor: new Set<number>(),
  text: 'no layers: size N and neurons mL are 0, so they are left out, with what is counted per neuron and what equal size predicts; widths may be compared, sizes not',
} as const

const marks = ['*', '†', '‡', '§', '‖', '¶']

/** What must be said of some entries, each with the mark that they bear; what holds for all needs none. */
function footnotesOf(rows: readonly LabelledRow[]): (Footnote & { readonly holdsFor: ReadonlySet<number> })[] {
  const flagged = new Map<string, { text: string; holdsFor: Set<number> }>()
  rows.forEach(({ flags }, at) => flags.forEach((flag) => {
    const same = JSON.stringify(flag), found = flagged.get(same)
    if (found) found.holdsFor.add(at)
    else flagged.set(same, { text: describeFlag(flag), holdsFor: new Set([at]) })
  }))
  let used = 0
  return [...flagged.values()].map((found) => ({ ...found, mark: found.holdsFor.size === rows.length ? null : marks[used++] ?? String(used) }))
}
