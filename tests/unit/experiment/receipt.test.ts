import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeLink, encodeLink } from '../../../src/experiment/link'
import { experimentId } from '../../../src/experiment/identity'
import { parseExperiment } from '../../../src/experiment/parse'
import { decodeReceipt, encodeReceipt, mostSampledRuns, type Receipt } from '../../../src/experiment/receipt'

const parsed = parseExperiment({ task: { kind: 'recall' } })
if (!parsed.ok) throw new Error('the smallest experiment must parse')
const experiment = parsed.value

const digest = fc.stringMatching(/^[0-9a-f]{8}$/)
const headline = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e6 }).map((value) => Number(value.toPrecision(5)) + 0))
const name = fc.string({ maxLength: 60 }).filter((text) => !/\p{Surrogate}/u.test(text))
const receipts: fc.Arbitrary<Receipt> = fc.record({
  environments: fc.array(fc.record({ engine: name, engineVersion: name, adapter: name, platform: name }, { requiredKeys: ['engine', 'engineVersion', 'adapter'] }), { minLength: 1, maxLength: 3 }),
  sample: fc.uniqueArray(fc.record({
    index: fc.integer({ min: 0, max: 999 }), environment: fc.constant(0), start: digest, end: digest, loss: headline, count: headline,
  }), { minLength: 1, maxLength: mostSampledRuns, selector: ({ index }) => index }),
}).map(({ environments, sample }) => ({ runs: 1000, environments, sample: sample.sort((a, b) => a.index - b.index) }))

describe('a receipt', () => {
  it('travels in a link, beside the view, and leaves the experiment what it is', () => {
    fc.assert(fc.property(receipts, fc.option(fc.constant('tab=table')), (receipt, view) => {
      const decoded = decodeLink(encodeLink(experiment, view ?? undefined, receipt))
      if (!decoded.ok) throw new Error(JSON.stringify(decoded.error))
      expect(decoded.value).toEqual({ experiment, view, receipt })
      expect(experimentId(decoded.value.experiment)).toBe(experimentId(experiment))
    }), { seed: 31, numRuns: 60 })
  })

  it('that was cut short or mistyped anywhere is refused as broken, never read as another', () => {
    const [receipt] = fc.sample(receipts, { seed: 5, numRuns: 1 })
    const text = encodeReceipt(receipt)
    for (let at = 0; at < text.length; at++) {
      expect(decodeReceipt(text.slice(0, at))).toBeNull()
      const other = text[at] === 'a' ? 'b' : 'a'
      expect(decodeReceipt(text.slice(0, at) + other + text.slice(at + 1))).toBeNull()
    }
    const link = encodeLink(experiment, undefined, receipt)
    expect(decodeLink(link.slice(0, -1))).toMatchObject({ ok: false, error: [{ path: 'link', reason: 'the link was truncated or edited' }] })
  })

  it('that breaks its own bounds is refused, though its check digits are right', () => {
    const run = { index: 0, environment: 0, start: '00000000', end: '00000000', loss: 1, count: 1 }
    const environments = [{ engine: 'cpu', engineVersion: '1', adapter: 'a' }]
    const sound = { runs: 2, environments, sample: [run] }
    expect(decodeReceipt(encodeReceipt(sound))).toEqual(sound)
    const unsound: Receipt[] = [
      { ...sound, runs: 1e9 }, { ...sound, sample: [] }, { ...sound, environments: [] },
      { ...sound, sample: [{ ...run, index: 2 }] }, { ...sound, sample: [{ ...run, environment: 1 }] },
      { ...sound, sample: [run, run] }, { ...sound, sample: [{ ...run, start: '0000000g' }] },
      { ...sound, environments: [{ engine: 'x'.repeat(300), engineVersion: '1', adapter: 'a' }] },
      { ...sound, runs: 5000, sample: Array.from({ length: mostSampledRuns + 1 }, (_, index) => ({ ...run, index })) },
    ]
    for (const receipt of unsound) expect(decodeReceipt(encodeReceipt(receipt))).toBeNull()
  })

  it('of a whole large sweep keeps a link near 3,000 characters', () => {
    const sample = Array.from({ length: mostSampledRuns }, (_, k) => ({
      index: 70 * k, environment: 0, loss: Number((0.1 + k / 997).toPrecision(5)), count: 10 + k % 7,
      start: (k * 2654435761 % 2 ** 32).toString(16).padStart(8, '0'), end: (k * 40503 * 65537 % 2 ** 32).toString(16).padStart(8, '0'),
    }))
    const link = encodeLink(experiment, undefined, { runs: 5000, environments: [{ engine: 'webgpu', engineVersion: '3', adapter: 'NVIDIA H200' }], sample })
    expect(link.length).toBeLessThan(3000)
  })
})
