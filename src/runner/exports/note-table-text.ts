/**
 * The note's table as text: quantities down, shapes across, as the note prints it; the two laws' predictions under
 * each measured row. One table per comparison (equal budget, equal setting). A sweep of one shape over many settings has
 * nothing to compare: it is one table, settings down.
 */
import type { FeatureRows, ShapeRow } from '../../science/conclusions/note-table'
import { settingWords } from '../../science/tasks/setting'
import type { Comparison, Summary } from '../../science/summary'
import type { Spread } from '../../science/statistics/spread'

export interface TextTable {
  readonly caption: string
  readonly header: readonly string[] // first cell empty, then one label per shape
  readonly rows: readonly (readonly string[])[] // first cell the quantity
}

const featureRows: readonly (readonly [keyof FeatureRows<unknown>, string])[] = [
  ['featuresLearned', 'features learned, F'],
  ['featuresPerLayer', 'features per layer, F/L'],
  ['featuresPerNeuron', 'features per neuron, F/(mL)'],
  ['featuresPerResidualDimension', 'features per residual dimension, F/d'],
]

export function noteTables({ comparisons, rows, primaryCount }: Summary): TextTable[] {
  if (comparisons.length > mostSingles && comparisons.every((comparison) => comparison.rows.length === 1)) return [settingsTable(rows, primaryCount)]
  const rowOf = new Map(rows.map((row) => [row.key, row]))
  return comparisons.map((comparison) => {
    const members = comparison.rows.flatMap((key) => rowOf.get(key) ?? [])
    const line = (label: string, cell: (row: ShapeRow) => string): string[] => [label, ...members.map(cell)]
    return {
      caption: caption(comparison, members, primaryCount),
      header: ['', ...members.map(({ label }) => label)],
      rows: [
        line('parameters, N', ({ nonEmbeddingParameters }) => whole(nonEmbeddingParameters)),
        line('neurons per layer, m', ({ neuronsPerLayer }) => whole(neuronsPerLayer)),
        line('layers, L', ({ layers }) => whole(layers)),
        line('total neurons, mL', ({ totalNeurons }) => whole(totalNeurons)),
        line('held-out loss', ({ heldOutLoss }) => spreadText(heldOutLoss)),
        ...featureRows.flatMap(([key, label]) => [
          line(`${label}, measured`, ({ measured }) => spreadText(measured[key])),
          line('  if equal N learns equally much', ({ predicted }) => short(predicted.universality[key])),
          line('  if the degree of superposition is fixed', ({ predicted }) => short(predicted.fixedDegree[key])),
        ]),
      ],
    }
  })
}

/** More comparisons of a single row than this are one table. */
const mostSingles = 3

function settingsTable(rows: readonly ShapeRow[], primaryCount: string): TextTable {
  return {
    caption: `F counted by ${primaryCount}; mean ± standard deviation over ${seedsOf(rows)}`,
    header: ['', 'parameters, N', 'held-out loss', ...featureRows.filter(([key]) => key !== 'featuresPerLayer').map(([, label]) => label)],
    rows: rows.map(({ label, nonEmbeddingParameters, heldOutLoss, measured }) => [
      label, whole(nonEmbeddingParameters), spreadText(heldOutLoss),
      ...featureRows.filter(([key]) => key !== 'featuresPerLayer').map(([key]) => spreadText(measured[key])),
    ]),
  }
}

function seedsOf(rows: readonly ShapeRow[]): string {
  const counts = [...new Set(rows.map(({ heldOutLoss }) => heldOutLoss.count))].join(' or ')
  return `${counts} ${counts === '1' ? 'seed' : 'seeds'}`
}

function caption({ budget, sparsity, importance, frequency }: Comparison, members: readonly ShapeRow[], primaryCount: string): string {
  const setting = { sparsity, importance, frequency }
  const weights = importance === null || importance.kind === 'uniform' ? '' : `, importance ${settingWords(setting, { sparsity: false, importance: true, frequency: false })}`
  const often = frequency === null ? '' : `, ${settingWords(setting, { sparsity: false, importance: false, frequency: true })}`
  return `N ≈ ${short(budget)}${sparsity === null ? '' : `, S = ${sparsity}`}${weights}${often}; F counted by ${primaryCount}; `
    + `mean ± standard deviation over ${seedsOf(members)}`
}

/** Three significant digits, and no exponent where people read none. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const magnitude = Math.abs(value)
  if (value !== 0 && (magnitude < 1e-3 || magnitude >= 1e6)) return value.toExponential(2)
  return magnitude >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
}

const whole = (value: number): string => value.toFixed(0)

export function spreadText({ mean, sd }: Spread): string {
  return sd === null ? short(mean) : `${short(mean)} ± ${sd === 0 ? '0' : Number(sd.toPrecision(2))}`
}

/** For a terminal: columns padded with spaces. */
export function plainTable({ caption: title, header, rows }: TextTable): string {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column].length)))
  const pad = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ').trimEnd()
  return [title, '', pad(header), ...rows.map(pad)].join('\n')
}

export function markdownTable({ caption: title, header, rows }: TextTable): string {
  const line = (row: readonly string[]): string => `| ${row.map(escapeMarkdown).join(' | ')} |`
  const rule = `|${header.map((_, column) => (column === 0 ? ' --- ' : ' ---: ')).join('|')}|`
  return [`${escapeMarkdown(title)}`, '', line(header), rule, ...rows.map(line)].join('\n') + '\n'
}

export function latexTable({ caption: title, header, rows }: TextTable): string {
  const line = (row: readonly string[]): string => `${row.map(escapeLatex).join(' & ')} \\\\`
  return [
    '\\begin{table}', '\\centering', `\\caption{${escapeLatex(title)}}`,
    `\\begin{tabular}{l${'r'.repeat(header.length - 1)}}`, '\\hline', line(header), '\\hline', ...rows.map(line), '\\hline',
    '\\end{tabular}', '\\end{table}', '',
  ].join('\n')
}

function escapeMarkdown(text: string): string {
  return text.trim().replace(/[\\|*_`<>[\]]/g, (character) => `\\${character}`)
}

const latex: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', '&': '\\&', '%': '\\%', $: '\\$', '#': '\\#', _: '\\_',
  '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '±': '$\\pm$', '×': '$\\times$', '≈': '$\\approx$', '·': '$\\cdot$',
  '²': '$^2$', '−': '$-$', '½': '$\\frac12$', '≥': '$\\ge$', '≤': '$\\le$', '*': '$*$', '<': '$<$', '>': '$>$',
}

function escapeLatex(text: string): string {
  return text.replace(/[^A-Za-z0-9 ]/g, (character) => latex[character] ?? character)
}
