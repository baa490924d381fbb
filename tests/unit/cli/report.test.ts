import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runReport } from '../../../src/cli/report'
import { encodeLink } from '../../../src/experiment/link'
import { planSweep } from '../../../src/experiment/plan'
import { recordsJson, recordsNdjson } from '../../../src/runner/exports/export'
import { experimentIn, readFileBytes } from '../../../src/runner/keeping/file-reader'

const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const fixture = readFileBytes(readFileSync(new URL('../../fixtures/pentagons.ndjson', import.meta.url)))
const found = experimentIn(fixture)
if (!found.ok) throw new Error('the fixture has no experiment')
const experiment = found.value
const { records } = fixture
const options = { link: encodeLink(experiment), parameters: false }
const lines = recordsNdjson(records, options)
const planned = planSweep(experiment).runs.length

function report(text: string | Uint8Array, ...words: readonly string[]) {
  const path = join(folder, 'results')
  writeFileSync(path, text)
  let output = '', complaints = ''
  const terminal = (add: (text: string) => void) => ({ write: (said: string) => { add(said); return true }, isTTY: false, columns: 80 })
  const code = runReport([path, ...words], terminal((said) => { output += said }), terminal((said) => { complaints += said }))
  return { code, output, complaints }
}
const whole = report(lines)

describe('npm run report', () => {
  it('says the same of the page\'s JSON export as of the lines, and of either behind a byte order mark', () => {
    expect(whole).toMatchObject({ code: 0, complaints: '', output: expect.stringContaining(`${records.length} of ${planned} runs finished`) })
    for (const text of [`\uFEFF${lines}`, recordsJson(records, options), `\uFEFF${recordsJson(records, options)}`]) expect(report(text)).toEqual(whole)
  })

  it.each(['text', 'markdown', 'latex'])('says in the result itself how many lines it could not read, and exits 2: %s', (format) => {
    const { code, output, complaints } = report(`${lines}not a run\n{"kind":"run"}\n`, '--format', format)
    expect(code).toBe(2)
    expect(output).toMatch(/2 lines of .*could not be read and are left out/)
    expect(complaints).toMatch(new RegExp(`line ${records.length + 1} is not a run: not JSON`))
  })

  it('exits 2 where a CSV lacks lines, and keeps the CSV itself whole', () => {
    const { code, output } = report(`${lines}not a run\n`, '--format', 'csv')
    expect(code).toBe(2)
    expect(output).toBe(report(lines, '--format', 'csv').output)
    expect(report(lines.slice(0, -40)).code).toBe(2) // torn
  })

  it('tells an experiment and another encoding from results', () => {
    expect(report(JSON.stringify(experiment))).toMatchObject({ code: 2, complaints: expect.stringContaining('it is an experiment') })
    expect(report(Buffer.from(`\uFEFF${lines}`, 'utf16le'))).toMatchObject({ code: 2, output: '', complaints: expect.stringContaining('UTF-16') })
    expect(report('my notes\n')).toMatchObject({ code: 2, complaints: expect.stringContaining('holds no runs') })
  })

  it('writes to a new file with --out, and never over what is there', () => {
    const out = join(folder, 'runs.csv')
    expect(report(lines, '--format', 'csv', '--out', out)).toEqual({ code: 0, output: '', complaints: '' })
    expect(readFileSync(out, 'utf8')).toBe(report(lines, '--format', 'csv').output)
    writeFileSync(out, 'mine')
    expect(report(lines, `--out=${out}`)).toMatchObject({ code: 2, output: '', complaints: expect.stringContaining('is there already') })
    expect(readFileSync(out, 'utf8')).toBe('mine')
    expect(report(lines, '--out', '-')).toEqual(whole)
  })
})
