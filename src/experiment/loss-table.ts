/**
 * A table of trained networks that a user brings: text with one row per network and the columns width, depth, tokens and loss, under any
 * of their usual names and in any order, apart by commas, semicolons or tabs. Further columns are left out, and lines that are empty or begin with #. Names are
 * read tolerantly, values strictly: every problem is reported, with its line and column.
 */
import { lossTerms, type LossRow } from '../science/statistics/depth-width-law'
import { type Problem, quoted } from './problem'
import { failure, success, type Result } from './result'

const columnNames = [...lossTerms, 'loss'] as const
type ColumnName = (typeof columnNames)[number]

export interface LossTable {
  readonly rows: readonly LossRow[]
  readonly leftOut: readonly string[] // names of columns that are not used
}

/** Letters, digits and ℓ of a header's name without a unit in brackets: in lower case, but for a single letter, whose case tells D from d and L from l. */
const names = {
  width: ['width', 'dmodel', 'modelwidth', 'hidden', 'hiddensize', 'hiddendim', 'nembd', 'embedding', 'm', 'd'],
  depth: ['depth', 'layers', 'nlayer', 'nlayers', 'numlayers', 'numhiddenlayers', 'layercount', 'l', 'ℓ'],
  tokens: ['tokens', 'ntokens', 'trainingtokens', 'tokensseen', 'data', 'D'],
  loss: ['loss', 'finalloss', 'validationloss', 'valloss', 'testloss', 'evalloss', 'heldoutloss', 'L'],
} as const satisfies Record<ColumnName, readonly string[]>

interface Domain { readonly allowed: string; readonly holds: (value: number) => boolean }

export const maxLossRows = 2000

const domains = {
  width: { allowed: 'a whole number from 1 to 1000000', holds: (value) => Number.isInteger(value) && value >= 1 && value <= 1e6 },
  depth: { allowed: 'a whole number from 1 to 10000', holds: (value) => Number.isInteger(value) && value >= 1 && value <= 1e4 },
  tokens: { allowed: 'a number from 1 to 1e18', holds: (value) => value >= 1 && value <= 1e18 },
  loss: { allowed: 'a number above 0 and up to 1000', holds: (value) => value > 0 && value <= 1000 },
} as const satisfies Record<ColumnName, Domain>

const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Problems are of the file ('file'), of a column's name ('line 1, column 3') or of a value ('line 7, depth'). */
export function parseLossTable(text: string): Result<LossTable, Problem[]> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/).flatMap((line, at) => (line.trim() === '' || line.startsWith('#') ? [] : [{ line, number: at + 1 }]))
  if (lines.length === 0) return failure([{ path: 'file', allowed: 'a table with the columns width, depth, tokens and loss', received: 'nothing' }])
  const [head, ...body] = lines
  const separator = [',', ';', '\t'].map((mark) => ({ mark, many: head.line.split(mark).length })).reduce((best, other) => (other.many > best.many ? other : best)).mark
  const titles = cellsOf(head.line, separator)
  const places = new Map<ColumnName, number>(), problems: Problem[] = [], leftOut: string[] = []
  titles.forEach((title, at) => {
    const found = columnNamed(title)
    const earlier = found === null ? undefined : places.get(found)
    if (found === null) leftOut.push(title)
    else if (earlier === undefined) places.set(found, at)
    else problems.push({ path: `line ${head.number}, column ${at + 1}`, allowed: `one column of ${found}`, received: quoted(title), reason: `column ${earlier + 1}, ${quoted(titles[earlier])}, is read as ${found} already` })
  })
  for (const name of columnNames) {
    if (!places.has(name)) problems.push({ path: `line ${head.number}`, allowed: `a column named ${quoted(name)} (or ${names[name].slice(1).join(', ')})`, received: titles.map(quoted).join(', ') })
  }
  if (body.length === 0) problems.push({ path: 'file', allowed: 'a row for each trained network under the names of the columns', received: 'no row' })
  if (body.length > maxLossRows) problems.push({ path: 'file', allowed: `at most ${maxLossRows} rows`, received: `${body.length} rows` })
  if (body.length > maxLossRows || !columnNames.every((name) => places.has(name))) return failure(problems)
  const rows = body.map(({ line, number }): LossRow => {
    const cells = cellsOf(line, separator)
    if (cells.length !== titles.length) problems.push({ path: `line ${number}`, allowed: `${titles.length} cells, as in line ${head.number}`, received: `${cells.length} cells` })
    const valueOf = (name: ColumnName): number => {
      const cell = cells[places.get(name)!] ?? ''
      const value = plainNumber.test(cell) ? Number(cell) : NaN
      if (!domains[name].holds(value)) problems.push({ path: `line ${number}, ${name}`, allowed: domains[name].allowed, received: cell === '' ? 'nothing' : quoted(cell) })
      return value
    }
    return { width: valueOf('width'), depth: valueOf('depth'), tokens: valueOf('tokens'), loss: valueOf('loss') }
  })
  return problems.length > 0 ? failure(problems) : success({ rows, leftOut })
}

function columnNamed(title: string): ColumnName | null {
  const bare = title.replace(/[([{].*$/, '').replace(/[^\p{L}\p{N}]/gu, '')
  const name = [...bare].length === 1 ? bare : bare.toLowerCase()
  return columnNames.find((column) => (names[column] as readonly string[]).includes(name)) ?? null
}

/** Cells of a line as RFC 4180 quotes them, without the spaces around them. A quote that is not closed takes the rest of its line. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = []
  let rest = line
  for (;;) {
    const quotedCell = /^\s*"((?:[^"]|"")*)"?\s*/.exec(rest)
    const end = quotedCell === null ? rest.indexOf(separator) : rest.indexOf(separator, quotedCell[0].length)
    const whole = end < 0 ? rest : rest.slice(0, end)
    cells.push(quotedCell === null ? whole.trim() : quotedCell[1].replaceAll('""', '"').trim() + whole.slice(quotedCell[0].length))
    if (end < 0) return cells
    rest = rest.slice(end + separator.length)
  }
}
