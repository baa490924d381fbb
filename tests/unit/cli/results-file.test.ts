import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { openResultsFile, placeOf, readFileAt } from '../../../src/cli/results-file'
import { writeRecordLine } from '../../../src/runner/keeping/record-line'
import { recordsJson } from '../../../src/runner/exports/export'
import { where } from '../../system'
import { finished } from '../runner/keeping/saved-fixtures'

const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-'))
const path = join(folder, 'results.ndjson')
afterAll(() => rmSync(folder, { recursive: true }))

const options = { link: '#1.abc.0123456789ab', parameters: false }
const runs = [0, 1, 2].map((at) => writeRecordLine(finished(at), options))
/** Lines that begin as ours do and may hold any character. */
const line = fc.string({ unit: 'binary', maxLength: 30 }).map((experimentId) => JSON.stringify({ kind: 'summary', format: 1, experimentId, text: experimentId }))

describe('a results file that is continued', () => {
  it('holds every whole line and the new ones after any cut, even in the middle of a character', () => {
    fc.assert(fc.property(fc.array(fc.oneof(line, fc.constantFrom(...runs)), { minLength: 1, maxLength: 5 }), fc.nat(), line, (lines, pick, added) => {
      const whole = Buffer.from(lines.map((text) => `${text}\n`).join(''))
      const cut = pick % (whole.length + 1)
      writeFileSync(path, whole.subarray(0, cut))
      expect(placeOf(path)).toBe(cut === 0 ? 'empty' : 'results')
      const file = openResultsFile(path, readFileAt(path))
      file.append(added)
      file.close()
      // The cut may fall between a line and its newline: that line is whole.
      const kept = lines.filter((_, at) => Buffer.byteLength(lines.slice(0, at + 1).join('\n')) <= cut)
      expect(readFileSync(path, 'utf8')).toBe([...kept, added].map((text) => `${text}\n`).join(''))
    }), { seed: 14 })
  })

  it('keeps a last line that is not the beginning of one of ours, whatever follows it', () => {
    for (const note of ['keep this last line', '{"mine":', '{"kind":"runner"', 'é']) {
      writeFileSync(path, `${runs[0]}\n${note}`)
      const read = readFileAt(path)
      expect(read).toMatchObject({ torn: false, problems: [{ line: 2, message: 'not JSON' }] })
      const file = openResultsFile(path, read)
      file.append(runs[1])
      file.close()
      expect(readFileSync(path, 'utf8')).toBe(`${runs[0]}\n${note}\n${runs[1]}\n`)
    }
  })

  it('is not overwritten when it was to be new', () => {
    writeFileSync(path, '')
    expect(() => openResultsFile(path, null)).toThrow('EEXIST')
  })
})

describe('a place for results', () => {
  const placed = (text: string): string => {
    writeFileSync(path, text)
    return placeOf(path)
  }

  it('is new, empty, or holds results: also of a version that this one cannot read, written by another program, or begun by a byte order mark', () => {
    expect(placeOf(join(folder, 'nowhere'))).toBe('new')
    expect([placed(''), placed('\n \n')]).toEqual(['empty', 'empty'])
    const other = JSON.parse(runs[0])
    for (const text of [
      runs[0], `${runs[0]}\n`, `\n${runs[0]}\n`, `\uFEFF${runs[0]}\n`, runs[0].slice(0, 90), `${runs[0].slice(0, 90)}\n${runs[1]}\n`,
      `${JSON.stringify({ ...other, metricsVersion: 99 })}\n`, `${JSON.stringify({ ...other, format: 2 })}\n`,
      `${JSON.stringify(other, null, 1).replaceAll('\n', ' ')}\n`, '{"kind":"summary","format":1,"experimentId":"a"}\n',
    ]) expect(placed(text)).toBe('results')
  })

  it('is foreign where it holds anything else', () => {
    for (const text of [
      'my notes, line 1\nkeep this last line', 'x', '[]', '{}', '{"title":"tiny"}', '{"title":"tiny"}\n', '{\n "kind": "run"\n}\n', '{"kind":"run","name":"marathon"}\n',
      `a note\n${runs[0]}\n`, recordsJson([finished(0), finished(1)], options), `{${'x'.repeat(3 << 20)}`, `${'{'.repeat(3 << 20)}\n`,
    ]) expect(placed(text)).toBe('foreign')
    mkdirSync(join(folder, 'sub'))
    expect(placeOf(join(folder, 'sub'))).toBe('not-a-file')
  })

  where('deviceFiles')('is no device', () => expect(placeOf('/dev/null')).toBe('not-a-file'))
})
