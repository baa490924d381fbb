import type { Network } from '../models/model'
import type { RunSpec } from '../training/run-spec'
import {
  featuresByLayer, layerShares, meanParticipation, participationRatios, shareEntropies, shuffledParticipation,
} from './localisation'
import { type Findings, measured } from './findings'

/**
 * Where the features live, from contributions c [f, l] and the ablation of each layer.
 * @param quality w [f], in [0, 1] @param learned [f], truthy where learned @param lost [l]
 */
export function measureLayers(
  run: Network & Pick<RunSpec, 'seeds'>, contributions: Float64Array, quality: ArrayLike<number>,
  learned: ArrayLike<number>, featuresLearned: number, lost: readonly (number | null)[],
): Findings {
  const { depth: L } = run.shape
  const n = run.task.featureCount
  const shares = layerShares(contributions, L)
  const entropies = shareEntropies(shares, L).filter((_, f) => learned[f])
  const meanLost = lost.every((fraction) => fraction !== null) ? lost.reduce<number>((sum, fraction) => sum + fraction!, 0) / L : null
  return {
    scalars: {
      participationRatio: meanParticipation(shares, L, learned),
      participationRatioNull: shuffledParticipation(contributions, L, learned, run.seeds.init),
      shareEntropy: entropies.length > 0 ? entropies.reduce((sum, value) => sum + value, 0) / entropies.length : null,
      ablationLoss: meanLost,
    },
    arrays: {
      layerContribution: measured('fl', [n, L], contributions),
      layerShare: measured('fl', [n, L], shares),
      featureParticipation: measured('f', [n], participationRatios(shares, L)),
      featuresByLayer: measured('l', [L], featuresByLayer(shares, quality, L, featuresLearned)),
      ...(meanLost === null ? {} : { layerAblationLoss: measured('l', [L], lost as number[]) }),
    },
  }
}
