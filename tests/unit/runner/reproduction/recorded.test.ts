/** The results that come with the page are what they say, and a file that is not is refused with the reason. */
import { deflateSync, inflateSync } from 'fflate'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../../../experiments'
import { compareWithReceipt } from '../../../../src/runner/reproduction/receipt'
import { maxRecordedBytes, readRecorded, readRecordedIndex, recordedFile, writeRecorded, type Recorded } from '../../../../src/runner/reproduction/recorded'
import { experimentId } from '../../../../src/experiment/identity'

const folder = fileURLToPath(new URL('../../../../public/recorded', import.meta.url))
const index = readRecordedIndex(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')))!
const bytesOf = (preset: string): Uint8Array => new Uint8Array(readFileSync(join(folder, recordedFile(preset))))
const read = (bytes: Uint8Array): Recorded => {
  const recorded = readRecorded(bytes)
  if (!recorded.ok) throw new Error(recorded.error)
  return recorded.value
}
const smallest = [...index.files].sort((a, b) => a.bytes - b.bytes)[0].preset

describe('the recorded results', () => {
  it('are the files that the index names, small enough to come with the page', () => {
    expect(readdirSync(folder).sort()).toEqual(['index.json', ...index.files.map(({ preset }) => recordedFile(preset))].sort())
    for (const { preset, bytes } of index.files) expect(existsSync(join(folder, recordedFile(preset))) && bytesOf(preset).length).toBe(bytes)
    expect(index.files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(20e6) // in all, of 31 presets; a visitor fetches the one of the preset on the desk, at most 2 MiB
    expect(index.files.length).toBeGreaterThan(0)
  })

  it.each(index.files)('of $preset are of the preview in the catalogue, whole, as their receipt says, and say by what', ({ preset, experimentId: id }) => {
    const recorded = read(bytesOf(preset))
    const entry = catalogue.find((candidate) => candidate.id === preset)
    expect(entry && experimentId(entry.preview)).toBe(id)
    expect(recorded.plan.experimentId).toBe(id)
    expect(recorded.records.map(({ id: run }) => run)).toEqual(recorded.plan.runs.map(({ id: run }) => run))
    const comparison = compareWithReceipt(recorded.receipt, recorded.plan, recorded.records)
    expect(comparison).toMatchObject({ kind: 'to-the-bit', differing: 0 })
    if (recorded.records[0].parameters !== null) expect(comparison.compared).toBe(recorded.receipt.sample.length)
    expect([`npm run record -- ${preset} --restart`, `npm run record -- ${preset} --afresh`]).toContain(recorded.command) // as it was called when it was recorded
    for (const { environment } of recorded.records) {
      expect(environment).toMatchObject({ engine: 'cpu', engineVersion: expect.stringMatching(/^\d+$/), details: { platform: expect.stringContaining('Node') } })
    }
  })
})

describe('a file of recorded results', () => {
  const recorded = read(bytesOf(smallest))
  const header = { preset: smallest, link: recorded.link, date: recorded.date, command: recorded.command }
  const forged = (change: (text: string) => string): Uint8Array =>
    deflateSync(new TextEncoder().encode(change(new TextDecoder().decode(inflateSync(bytesOf(smallest))))))
  const reason = (bytes: Uint8Array): string => {
    const result = readRecorded(bytes)
    return result.ok ? 'read' : result.error
  }

  it('is written so that it reads back as it was', () => {
    expect(read(writeRecorded(header, recorded.records))).toEqual(recorded)
  })

  it('is refused when a loss was altered in one digit, for its receipt says otherwise', () => {
    const [first] = recorded.records
    const last = first.curve.loss.length - 1
    const loss = first.curve.loss.map((value, at) => (at === last ? value * 1.001 : value))
    expect(reason(writeRecorded(header, [{ ...first, curve: { ...first.curve, loss } }, ...recorded.records.slice(1)]))).toMatch(/^run 1: its loss is .*, the receipt has /)
  })

  it('is refused when a parameter was altered by one bit', () => {
    const [first] = recorded.records
    if (first.parameters === null) throw new Error('the smallest file is to have parameters')
    const parameters = first.parameters.slice()
    new Uint32Array(parameters.buffer)[0] ^= 1
    expect(reason(writeRecorded(header, [{ ...first, parameters }, ...recorded.records.slice(1)]))).toBe('run 1: its final parameters are others')
  })

  it('is refused when a run is missing, twice there, or of another order', () => {
    const lines = (change: (runs: string[]) => string[]) => forged((text) => {
      const [head, ...runs] = text.trimEnd().split('\n')
      return `${[head, ...change(runs)].join('\n')}\n`
    })
    const others = /its runs are not those of its experiment/
    expect(reason(lines((runs) => runs.slice(1)))).toMatch(others)
    expect(reason(lines((runs) => [...runs].reverse()))).toMatch(others)
    expect(reason(lines((runs) => [...runs, '{"kind":"run"}']))).toMatch(/^run \d+: /)
  })

  it('is refused when it is cut short, without a receipt, with an unknown field, or a bomb', () => {
    const bytes = bytesOf(smallest)
    for (const part of [0, 0.1, 0.5, 0.99]) expect(reason(bytes.subarray(0, Math.floor(part * bytes.length)))).not.toBe('read')
    expect(reason(forged((text) => text.replace(/!r1\.[^"]*/, '')))).toBe('its link carries no receipt')
    expect(reason(forged((text) => text.replace('"kind":"recorded"', '"kind":"recorded","script":"x"')))).toMatch(/not the header/)
    expect(reason(new Uint8Array(maxRecordedBytes + 1))).toMatch(/has more than/)
    expect(reason(deflateSync(new Uint8Array(60e6)))).toMatch(/inflates to more than/)
  })
})
