import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeLink } from '../../../../src/experiment/link'
import { describeProblem } from '../../../../src/experiment/problem'
import { recordsJson, recordsNdjson } from '../../../../src/runner/exports/export'
import { createFileReader, experimentIn, holdsResults, readFileBytes, unreadLines } from '../../../../src/runner/keeping/file-reader'
import { maxNamedProblems } from '../../../../src/runner/keeping/record-lines'
import { finished, plan } from './saved-fixtures'

const options = { link: encodeLink(plan.experiment), parameters: true }
const records = [0, 1, 2, 3].map((at) => finished(at))
const lines = recordsNdjson(records, options)
const document = recordsJson(records, options)
const experiment = JSON.stringify(plan.experiment)
const mark = '\uFEFF'
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const read = (text: string) => readFileBytes(utf8(text))
const littleEndian = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from([...text].flatMap((_, at) => [text.charCodeAt(at) & 255, text.charCodeAt(at) >> 8]))
const bigEndian = (text: string): Uint8Array<ArrayBuffer> => littleEndian(text).map((_, at, bytes) => bytes[at ^ 1])

describe('a file that a user names', () => {
  it.each<readonly [string, string]>([
    ['lines', lines], ['lines that end as on Windows', lines.replaceAll('\n', '\r\n')], ['lines behind a byte order mark', mark + lines],
    ['files joined that each begin with one', mark + lines + mark + lines], ['lines behind empty ones', `\n \n${lines}`], ['lines without a last newline', lines.trimEnd()],
    ['the page\'s document', document], ['the document behind a byte order mark', mark + document], ['the document laid out by a program', JSON.stringify(JSON.parse(document), null, 2)],
    ['the document on one line', JSON.stringify(JSON.parse(document))], ['a list of runs', `[${lines.trimEnd().replaceAll('\n', ',')}]`],
  ])('gives all its runs and says of nothing that it was left out: %s', (_, text) => {
    const found = read(text)
    expect(found.records).toEqual(records)
    expect(unreadLines(found)).toBe(0)
    expect(holdsResults(found)).toBe(true)
    expect(experimentIn(found)).toEqual({ ok: true, value: plan.experiment })
  })

  it.each<readonly [string, string]>([
    ['as it is', experiment], ['behind a byte order mark', mark + experiment], ['laid out', JSON.stringify(plan.experiment, null, 2)], ['behind empty lines', `\n\n${experiment}\n`],
  ])('gives its experiment %s', (_, text) => {
    expect(holdsResults(read(text))).toBe(false)
    expect(experimentIn(read(text))).toEqual({ ok: true, value: plan.experiment })
  })

  it('is the same in pieces of any length', () => {
    const texts = [mark + lines, document, experiment, `${lines.slice(0, 300)}\n${lines}`, lines.slice(0, -300), 'Größe ☃\nnotes']
    fc.assert(fc.property(fc.constantFrom(...texts), fc.array(fc.nat(2000), { maxLength: 5 }), (text, cuts) => {
      const bytes = utf8(text)
      const reader = createFileReader()
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
      for (let k = 1; k < places.length; k++) reader.take(bytes.subarray(places[k - 1], places[k]))
      expect(reader.end()).toEqual(readFileBytes(bytes))
    }), { numRuns: 50 })
  })

  it.each<readonly [string, Uint8Array<ArrayBuffer>]>([
    ['UTF-16', littleEndian(mark + experiment)], ['UTF-16', bigEndian(mark + experiment)], ['UTF-16', littleEndian(experiment)], ['UTF-16', bigEndian(lines)],
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0)], ['UTF-32', Uint8Array.of(0, 0, 0, 0x7b)],
    ['bytes that are not UTF-8', Uint8Array.from(experiment.replace('saved', 'Größe'), (character) => character.charCodeAt(0))],
  ])('in another encoding is refused by its name, with the way out: %s', (name, bytes) => {
    const found = experimentIn(readFileBytes(bytes))
    expect(found).toMatchObject({ ok: false, error: [{ received: name, reason: expect.stringContaining('save it again as UTF-8') }] })
    expect(readFileBytes(bytes).records).toEqual([])
  })

  it('names the lines that are no runs, and which run of a document', () => {
    const damaged = read(lines.replace('"kind":"run"', '"kind":"walk"'))
    expect(damaged.records).toHaveLength(3)
    expect([damaged.problems.map(({ line }) => line), unreadLines(damaged)]).toEqual([[1], 1])
    const inDocument = read(document.replace(/("id":")./, '$1x'))
    expect([inDocument.form, inDocument.records.length, inDocument.problems.map(({ line }) => line)]).toEqual(['document', 3, [1]])
    const torn = read(lines.slice(0, -9))
    expect([torn.records.length, torn.torn, unreadLines(torn)]).toEqual([3, true, 1])
  })

  it('keeps the first hundred of what is wrong, and counts the rest', () => {
    const found = read(`${lines}${'{"kind":"walk"}\n'.repeat(20_000)}${'no\n'.repeat(20_000)}`)
    expect(found.records).toHaveLength(4)
    expect([found.problems.length, found.problemCount]).toEqual([maxNamedProblems, 40_000])
    const nothing = experimentIn(read('{"kind":"run","format":1,"id":"x"}\n'.repeat(1000)))
    expect(nothing.ok ? [] : nothing.error).toHaveLength(maxNamedProblems + 1)
    expect(nothing.ok ? '' : nothing.error.map(describeProblem).join()).toContain('900 more that cannot be read')
  })

  it('that is neither says what an experiment needs, and how long it may be', () => {
    const saidOf = (text: string): string => {
      const found = experimentIn(read(text))
      return found.ok ? 'accepted' : found.error.map(describeProblem).join()
    }
    for (const text of ['', '[]', 'my notes\nkeep', '{"kind":"runs","runs":3}']) expect(saidOf(text)).not.toBe('accepted')
    expect(saidOf('x\n'.repeat(200_000))).toContain('received 400000 characters, allowed is at most 262144')
  })
})
