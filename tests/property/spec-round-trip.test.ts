import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/experiment/canonical'
import { differencesFromDefaults } from '../../src/experiment/differences'
import { parseJsonText } from '../../src/experiment/json-text'
import { decodeLink, encodeLink } from '../../src/experiment/link'
import { parseExperiment } from '../../src/experiment/parse'
import { Chance, randomExperiments } from './spec-random-drafts'

const experiments = randomExperiments(1, 300)

describe('laws of experiments, over 300 random ones', () => {
  it('has random ones of every kind', () => {
    const kinds = new Set(experiments.map(({ task, model, shapes }) => `${task.kind} ${model.kind} ${shapes.kind}`))
    expect([...kinds].sort()).toEqual([
      'absolute-value autoencoder list', 'absolute-value residual budget', 'absolute-value residual list',
      'conjunction autoencoder list', 'conjunction residual budget', 'conjunction residual list',
      'recall residual budget', 'recall residual list', 'reconstruction autoencoder list',
    ])
    expect(experiments).toHaveLength(300)
  })

  it('decoding an encoded experiment gives it back', () => {
    for (const experiment of experiments) {
      expect(decodeLink(encodeLink(experiment))).toEqual({ ok: true, value: { experiment, view: null, receipt: null } })
    }
  })

  it('parsing what differs from the defaults gives it back, and nothing less would', () => {
    for (const experiment of experiments) {
      const differences = differencesFromDefaults(experiment)
      expect(parseExperiment(differences)).toEqual({ ok: true, value: experiment })
      expect(canonicalJson(differencesFromDefaults(experiment))).toBe(canonicalJson(differences))
    }
  })

  it('an experiment is its own draft', () => {
    for (const experiment of experiments) expect(parseExperiment(experiment)).toEqual({ ok: true, value: experiment })
  })
})

function randomJson(chance: Chance, depth: number): unknown {
  const kind = chance.below(depth > 0 ? 7 : 5)
  if (kind === 0) return chance.pick([null, true, false])
  if (kind === 1) return (chance.real() - 0.5) * 2 ** (chance.below(400) - 200)
  if (kind === 2) return chance.below(1e6) - 5e5
  if (kind < 5) return Array.from({ length: chance.below(6) }, () => chance.pick(['a', '"', '\\', '\n', 'ü', '\u2028', '😀', '\ufb33', '\u0000'])).join('')
  const members = Array.from({ length: chance.below(5) }, () => randomJson(chance, depth - 1))
  return kind === 5 ? members : Object.fromEntries(members.map((member) => [String(randomJson(chance, 0)), member]))
}
/** The same value with the fields of every object set in reverse order. */
const reversed = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(reversed)
    : value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, reversed(member)]))
      : value

describe('laws of canonical JSON, over 1,000 random values', () => {
  const chance = new Chance(2)
  const values = Array.from({ length: 1000 }, () => randomJson(chance, 3))

  it('is JSON of the same value', () => {
    for (const value of values) {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      expect(parseJsonText(canonicalJson(value))).toEqual({ ok: true, value: JSON.parse(JSON.stringify(value)) as unknown })
    }
  })

  it('depends on the value only: not on the order of fields, nor on having been canonical before', () => {
    for (const value of values) {
      const text = canonicalJson(value)
      expect(canonicalJson(reversed(value))).toBe(text)
      expect(canonicalJson(JSON.parse(text))).toBe(text)
    }
  })
})
