/** What single neurons stand for: a privileged basis, and computing in superposition. */
import { neuronWeights } from '../criteria'
import { type Claim, type TrainedRun, bestOf, bySetting } from './claim'

/** Weights |W_fh| into each neuron, largest first, with their features. Returns [h][rank]. */
function weightsOfNeurons({ metrics: { arrays } }: TrainedRun): { readonly feature: number; readonly weight: number }[][] {
  const { values, shape: [features, width] } = arrays.featureDirections
  return Array.from({ length: width }, (_, h) => Array.from({ length: features }, (_unused, feature) => ({ feature, weight: Math.abs(values[feature * width + h]) }))
    .sort((x, y) => y.weight - x.weight))
}

/** Neurons that are used at all: by the largest weight of any neuron. */
const used = (neurons: ReturnType<typeof weightsOfNeurons>) => neurons.filter(([first]) => first.weight > neuronWeights.used * Math.max(...neurons.map(([largest]) => largest.weight)))

/** A neuron stands for one feature when its second weight is small beside its first. */
const monosemantic = ([first, second]: readonly { readonly weight: number }[]): boolean => second.weight < neuronWeights.second * first.weight

export function monosemanticShare(run: TrainedRun): number {
  const neurons = used(weightsOfNeurons(run))
  return neurons.filter(monosemantic).length / neurons.length
}

/** Largest second weight of a neuron, as a share of its first. */
const largestSecond = (run: TrainedRun): number => Math.max(...used(weightsOfNeurons(run)).map(([first, second]) => second.weight / first.weight))

/** Features held together by the neurons that stand for several. */
export function sharedNeurons(run: TrainedRun): { readonly features: number; readonly neurons: number } {
  const several = used(weightsOfNeurons(run)).map((weights) => weights.filter(({ weight }) => weight > neuronWeights.held * weights[0].weight)).filter(({ length }) => length > 1)
  return { features: new Set(several.flatMap((weights) => weights.map(({ feature }) => feature))).size, neurons: several.length }
}

/** p, then features in neurons [Elhage et al. 2022, Superposition in a privileged basis]. */
const sharing: readonly { readonly p: readonly [number, number]; readonly features: number; readonly neurons: number }[] = [
  { p: [0.19, 0.31], features: 3, neurons: 2 }, { p: [0.149, 0.151], features: 5, neurons: 3 },
  { p: [0.119, 0.121], features: 6, neurons: 4 }, { p: [0.049, 0.081], features: 8, neurons: 5 },
]

export const neuronClaims = {
  'privileged-monosemantic': {
    preset: 'privileged-basis',
    judge: (runs) => {
      const dense = bySetting(runs).filter(({ p }) => p >= 0.499).map(({ p, runs: own }) => { const { run } = bestOf(own); return { p, share: monosemanticShare(run), second: largestSecond(run) } })
      return { found: dense, met: dense.length === 0 ? null : dense.every(({ share }) => share === 1) }
    },
  },
  'privileged-sharing': {
    preset: 'privileged-basis',
    judge: (runs) => {
      const found = bySetting(runs).flatMap(({ p, runs: own }) => {
        const expected = sharing.find(({ p: [low, high] }) => p > low && p < high)
        return expected === undefined ? [] : [{ p, expected, ...sharedNeurons(bestOf(own).run) }]
      })
      return {
        found,
        met: found.length === 0 ? null : found.every(({ expected, features, neurons }) => features === expected.features && neurons === expected.neurons),
      }
    },
  },
  'absolute-value-neurons': {
    preset: 'compute-absolute-value',
    judge: (runs) => {
      const found = bySetting(runs).map(({ p, runs: own }) => ({ p, share: monosemanticShare(bestOf(own).run) }))
      const dense = found.filter(({ p }) => p >= 0.299), sparsest = found.find(({ p }) => p < 0.0011)
      return {
        found,
        met: sparsest === undefined ? null
          : dense.every(({ share }) => share >= 0.95) && sparsest.share <= 0.05 && found.every(({ share }, at) => at === 0 || share <= found[at - 1].share + 0.1),
      }
    },
  },
} satisfies Record<string, Claim>
