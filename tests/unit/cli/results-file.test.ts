import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { openResultsFile, readResultsFile } from '../../../src/cli/results-file'

const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-'))
const path = join(folder, 'results.ndjson')
afterAll(() => rmSync(folder, { recursive: true }))

/** Lines that are JSON, if not runs: the file does not care which. */
const line = fc.record({ kind: fc.constant('summary'), text: fc.string({ unit: 'binary', maxLength: 30 }) }).map((value) => JSON.stringify(value))

describe('a results file that is gone on with', () => {
  it('holds every whole line and the new ones after any cut, even in the middle of a character', () => {
    fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), fc.nat(), line, (lines, pick, added) => {
      const whole = Buffer.from(lines.map((text) => `${text}\n`).join(''))
      const cut = pick % (whole.length + 1)
      writeFileSync(path, whole.subarray(0, cut))
      const file = openResultsFile(path, readResultsFile(path))
      file.append(added)
      file.close()
      // The cut may fall between a line and its newline: that line is whole.
      const kept = lines.filter((_, at) => Buffer.byteLength(lines.slice(0, at + 1).join('\n')) <= cut)
      expect(readFileSync(path, 'utf8')).toBe([...kept, added].map((text) => `${text}\n`).join(''))
    }), { seed: 14 })
  })

  it('is not overwritten when it was to be new', () => {
    writeFileSync(path, '')
    expect(() => openResultsFile(path, null)).toThrow('EEXIST')
  })
})
