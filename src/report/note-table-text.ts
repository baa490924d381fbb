/** The note's table as text: lines of strings first, then as a terminal, Markdown, LaTeX or a spreadsheet has them. */
import { type CsvCell, writeCsv } from './csv'
import { formatSpread } from './estimates'
import type { NoteTable, TableCell } from './note-table'
import { formatInteger, formatNumber } from './numbers'

export interface TextTable {
  readonly caption: string
  readonly header: readonly string[] // first cell empty, then one label per entry, or per quantity where entries stand below one another
  readonly rows: readonly (readonly string[])[]
  readonly notes: readonly string[] // each with the mark it explains
}

export function textTable({ caption, entries, quantities, isAcross, isCompared, footnotes }: NoteTable): TextTable {
  const labels = entries.map(({ row, marks }) => [row.label, ...marks].join(' '))
  const lines = quantities.flatMap(({ title, symbol, cells }): (readonly string[])[] => {
    const name = symbol === '' ? title : `${title}, ${symbol}`
    const predicted = (law: 'universality' | 'fixedDegree'): string[] => cells.map((cell) => (cell.kind === 'tested' && cell.predicted ? formatNumber(cell.predicted[law]) : ''))
    return isCompared && cells.some(({ kind }) => kind === 'tested')
      ? [[`${name}, measured`, ...cells.map(cellText)], ['  if equal N learns equally much', ...predicted('universality')], ['  if the degree of superposition is fixed', ...predicted('fixedDegree')]]
      : [[name, ...cells.map(cellText)]]
  })
  const notes = footnotes.map(({ mark, text }) => (mark === null ? text : `${mark} ${text}`))
  if (isAcross) return { caption, header: ['', ...labels], rows: lines, notes }
  return { caption, header: ['', ...lines.map(([name]) => name.trim())], rows: labels.map((label, at) => [label, ...lines.map((line) => line[at + 1])]), notes }
}

function cellText(cell: TableCell): string {
  switch (cell.kind) {
    case 'count': return formatInteger(cell.value)
    case 'none': return '–'
    case 'measured': case 'tested': return formatSpread(cell.spread)
  }
  cell satisfies never
}

/** For a terminal: columns padded with spaces. Its notes stand among the verdict's caveats. */
export function plainTable(table: NoteTable): string {
  const { caption, header, rows } = textTable({ ...table, entries: table.entries.map((entry) => ({ ...entry, marks: [] })) })
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column].length)))
  const pad = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ').trimEnd()
  return [caption, '', pad(header), ...rows.map(pad)].join('\n')
}

export const markdownTable = (table: NoteTable): string => markdownOf(textTable(table))

export function markdownOf({ caption, header, rows, notes }: TextTable): string {
  const line = (row: readonly string[]): string => `| ${row.map(escapeMarkdown).join(' | ')} |`
  const rule = `|${header.map((_, column) => (column === 0 ? ' --- ' : ' ---: ')).join('|')}|`
  return [escapeMarkdown(caption), '', line(header), rule, ...rows.map(line), ...(notes.length > 0 ? [''] : []), ...notes.map((note) => `- ${escapeMarkdown(note)}`)].join('\n') + '\n'
}

export const latexTable = (table: NoteTable): string => latexOf(textTable(table))

export function latexOf({ caption, header, rows, notes }: TextTable): string {
  const line = (row: readonly string[]): string => `${row.map(escapeLatex).join(' & ')} \\\\`
  return [
    '\\begin{table}', '\\centering', `\\caption{${escapeLatex(caption)}}`,
    `\\begin{tabular}{l${'r'.repeat(header.length - 1)}}`, '\\hline', line(header), '\\hline', ...rows.map(line), '\\hline',
    '\\end{tabular}', ...notes.map((note) => `\\par\\footnotesize ${escapeLatex(note)}`), '\\end{table}', '',
  ].join('\n')
}

/** For a spreadsheet: one line per entry and quantity, numbers as they are. */
export function csvTable(tables: readonly NoteTable[]): string {
  const lines = tables.flatMap(({ title, entries, quantities }) => quantities.flatMap(({ id, cells }) => cells.map((cell, at): CsvCell[] => {
    const { label, isReference, flags } = entries[at].row
    const isWorse = flags.some(({ kind }) => kind === 'worse-than-chance')
    switch (cell.kind) {
      case 'count': return [title, label, isReference, id, cell.value, null, null, null, null, isWorse]
      case 'none': return [title, label, isReference, id, null, null, null, null, null, isWorse]
      case 'measured': case 'tested': {
        const { mean, sd, count } = cell.spread, predicted = cell.kind === 'tested' ? cell.predicted : null
        return [title, label, isReference, id, mean, sd, count, predicted?.universality ?? null, predicted?.fixedDegree ?? null, isWorse]
      }
    }
    cell satisfies never
  })))
  return writeCsv([['comparison', 'shape', 'isReference', 'quantity', 'value', 'standardDeviation', 'seeds', 'predictedAtEqualCount', 'predictedAtFixedDegree', 'worseThanChance'], ...lines])
}

export function escapeMarkdown(text: string): string {
  return text.trim().replace(/[\\|*_`<>[\]]/g, (character) => `\\${character}`)
}

const latex: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', '&': '\\&', '%': '\\%', $: '\\$', '#': '\\#', _: '\\_',
  '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '±': '$\\pm$', '×': '$\\times$', '≈': '$\\approx$', '·': '$\\cdot$',
  '−': '$-$', '½': '$\\frac12$', '≥': '$\\ge$', '≤': '$\\le$', '*': '$*$', '<': '$<$', '>': '$>$',
  '\u2009': '\\,', '†': '\\dag{}', '‡': '\\ddag{}', '§': '\\S{}', '‖': '$\\|$', '¶': '\\P{}', '’': '\'', '–': '--', '∞': '$\\infty$',
}
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

export function escapeLatex(text: string): string {
  return text
    .replace(/[^A-Za-z0-9 ⁻⁰¹²³⁴-⁹]/g, (character) => latex[character] ?? character)
    .replace(/[⁻⁰¹²³⁴-⁹]+/g, (power) => `$^{${[...power].map((digit) => (digit === '⁻' ? '-' : superscripts.indexOf(digit))).join('')}}$`)
}
