/**
 * Comma-separated values as RFC 4180 has them (CRLF, quotes doubled), safe to open in a spreadsheet: text that it
 * would take for a formula is prefixed with an apostrophe. Numbers are written as they are, negative ones too.
 */
export type CsvCell = string | number | boolean | null

/** What makes spreadsheets read text as a formula [OWASP, CSV injection], full-width forms included. */
const formulaStart = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

export function writeCell(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const safe = formulaStart.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line per row, each ended by CRLF. */
export function writeCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('')
}
