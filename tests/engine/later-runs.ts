/**
 * Small runs of what came after the first promised bits (cpu-runs.ts): features in sets, unequal frequencies, further tasks
 * and switches. A list of its own, so that the digest of the first ones stays what it was.
 */
import type { ResidualModel } from '../../src/science/models/model'
import type { RunSpec } from '../../src/science/training/run-spec'
import { tinyRuns } from './tiny-runs'

const [tied, , skipping, untied, frozenRecall, , orthonormal, deep] = Object.values(tinyRuns)

export const laterRuns: Readonly<Record<string, RunSpec>> = {
  'tied autoencoder of 9 features in correlated sets of 3': {
    ...tied,
    task: { kind: 'reconstruction', featureCount: 9, sparsity: 0.6, importance: { kind: 'uniform' }, sets: { kind: 'correlated', size: 3 } },
  },
  'residual |x| of 34 features in anticorrelated pairs, trained embedding': {
    ...deep,
    task: { kind: 'absolute-value', featureCount: 34, sparsity: 0.3, importance: { kind: 'uniform' }, sets: { kind: 'anticorrelated', size: 2 } },
    training: { ...deep.training, batchSize: 131 },
  },
  'tied autoencoder of 19 features, power law of frequency': {
    ...skipping,
    task: { kind: 'reconstruction', featureCount: 19, sparsity: 0.5, importance: { kind: 'uniform' }, frequency: { kind: 'power', exponent: 0.7 } },
  },
  'residual AND of 11 neighbours, orthonormal embedding': {
    ...orthonormal, task: { kind: 'conjunction', featureCount: 11, sparsity: 0.4, importance: { kind: 'uniform' } },
  },
  'untied AND of 7 neighbours, the last one apart in importance and frequency': {
    ...untied, shape: { width: 5, depth: 1, neurons: 5 },
    task: { kind: 'conjunction', featureCount: 7, sparsity: 0.3, importance: { kind: 'last', weight: 3 }, frequency: { kind: 'last', factor: 0.25 } },
  },
  'residual |x| of 13 features under RMSNorm, trained embedding, depth 5': {
    ...deep, task: { kind: 'absolute-value', featureCount: 13, sparsity: 0.5, importance: { kind: 'uniform' } },
    model: { ...(deep.model as ResidualModel), normalisation: 'rms' },
  },
  'residual recall of 19 keys under RMSNorm': { ...frozenRecall, model: { ...(frozenRecall.model as ResidualModel), normalisation: 'rms' } },
  'untied AND of 23 sparse neighbours (skipping sampler)': {
    ...untied, task: { kind: 'conjunction', featureCount: 23, sparsity: 0.55, importance: { kind: 'power', exponent: 0.5 } },
  },
}
