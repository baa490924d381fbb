import { describe, expect, it } from 'vitest'
import { differencesFromDefaults } from '../../../src/experiment/differences'
import { parseExperiment } from '../../../src/experiment/parse'

const minimal = [
  { task: { kind: 'recall' } },
  { title: 'x', task: { kind: 'recall', featureCount: 64 }, seeds: { count: 9 } },
  { task: { kind: 'absolute-value', sparsity: [0.9, 0.99] }, model: { kind: 'autoencoder' }, training: { learningRate: [0.01] } },
  { task: { kind: 'reconstruction', importance: { kind: 'geometric', ratio: [0.5] } }, shapes: { shapes: [{ width: 3, depth: 1, neurons: 3 }] } },
  { task: { kind: 'absolute-value', importance: { kind: 'power', exponent: [0, 0.5, 2] } } }, // the default and more
  { task: { kind: 'recall' }, shapes: { kind: 'list' } },
]

describe('differences from defaults', () => {
  it.each(minimal)('of an experiment are what was said: %j', (draft) => {
    const parsed = parseExperiment(draft)
    expect(parsed.ok && differencesFromDefaults(parsed.value)).toEqual(draft)
  })

  it('leave out a list of one that is the default', () => {
    const parsed = parseExperiment({ task: { kind: 'reconstruction', importance: { kind: 'geometric', ratio: [0.9] } } })
    expect(parsed.ok && differencesFromDefaults(parsed.value)).toEqual({ task: { kind: 'reconstruction', importance: { kind: 'geometric' } } })
  })

  it('leave out a default that was spelled out', () => {
    const parsed = parseExperiment({ task: { kind: 'recall', featureCount: 1024 }, model: { kind: 'residual' }, training: { batchSize: 'full' }, shapes: { kind: 'budget' } })
    expect(parsed.ok && differencesFromDefaults(parsed.value)).toEqual({ task: { kind: 'recall' } })
  })
})
