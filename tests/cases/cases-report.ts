/** docs/cases.json, and its part of docs/reliability.md: how every row came out when it was last tried. Written by `npm run cases` only. */
import { fileRows, pageRows, type Case, type CaseRow, type Outcome } from './case'
import { fileCases } from './file-cases'
import { pageCases } from './page-cases'

export const cases: Partial<Record<CaseRow, Case>> & Record<(typeof fileRows)[number], Case> = { ...fileCases, ...pageCases }
export const rows: readonly CaseRow[] = [...fileRows, ...pageRows].sort((a, b) => order(a) - order(b))
function order(row: CaseRow): number { return row.startsWith('A') ? 100 + Number(row.slice(1)) : Number(row) }

/** The new outcomes in place of earlier ones of the same row. */
export const mergedOutcomes = (before: readonly Outcome[], now: readonly Outcome[]): readonly Outcome[] =>
  rows.flatMap((row) => [...now, ...before].find((outcome) => outcome.row === row) ?? [])

export function casesText(outcomes: readonly Outcome[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  const tried = outcomes.flatMap(({ row, wrong, date }) => {
    const found = cases[row]
    return found === undefined ? [] : [[row, found.does, found.right, wrong.length === 0 ? 'as it should' : `**${wrong.join('; ')}**`, date]]
  })
  const untried = rows.filter((row) => !tried.some(([done]) => done === row))
  return [
    '## Reports of users, and of an attack', '',
    'Written by `npm run cases`; not by hand. Reports of comparable tools and the finds of an attack, each tried on the lab with its siblings. Row numbers are those of the list that was worked through.', '',
    line(['row', 'what is done', 'what is right', 'outcome', 'tried']), line(['---', '---', '---', '---', '---']), ...tried.map(line), '',
    ...(untried.length === 0 ? [] : [`Not tried by this command yet: rows ${untried.join(', ')}.`, '']),
    ...[...new Set(outcomes.map(({ system }) => system))].map((system) => `Tried on ${system}.`), '',
  ]
}
