import { type CsvCell, writeCell, writeCsv } from '../../../src/report/csv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** RFC 4180, read by the book: an independent reader, so that a writer's mistake cannot hide. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = [], cell = '', quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (quoted) {
      if (character === '"' && text[at + 1] === '"') { cell += '"'; at++ } else if (character === '"') quoted = false
      else cell += character
    } else if (character === '"') quoted = true
    else if (character === ',') { row.push(cell); cell = '' } else if (character === '\r' && text[at + 1] === '\n') { rows.push([...row, cell]); row = []; cell = ''; at++ } else cell += character
  }
  return rows
}

const cellText = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-=+@,"\r\n\t a]{0,6}$/))
const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.array(fc.array(fc.oneof(cellText, fc.double(), fc.boolean(), fc.constant(null)), { minLength: width, maxLength: width })))

describe('comma-separated values', () => {
  it('are read back by any RFC 4180 reader as they were written, guarded text with its apostrophe', () => {
    fc.assert(fc.property(table, (rows: CsvCell[][]) => {
      const expected = rows.map((row) => row.map((cell) =>
        cell === null ? '' : typeof cell === 'string' && /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : String(cell)))
      expect(readCsv(writeCsv(rows))).toEqual(expected)
    }), { seed: 8 })
  })

  it('never begin a text cell with what a spreadsheet takes for a formula', () => {
    fc.assert(fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝'), fc.string(), (start, rest) => {
      expect(writeCell(start + rest)).toMatch(/^"?'/)
    }), { seed: 9 })
    expect(writeCell('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"')
    expect(writeCell('-1')).toBe("'-1")
  })

  it('leave numbers numbers: every finite one reads back equal, negative ones too', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(writeCell(value))).toBe(value === 0 ? 0 : value)
    }), { seed: 10 })
    expect(writeCell(-0.25)).toBe('-0.25')
  })
})
