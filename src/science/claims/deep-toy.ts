/** The law of shape and sparsity where there is superposition, sparsity and depth; and what a pilot of this lab had expected. */
import { boundDomainEnd, constancyBand, exponentBands, gripBands } from '../criteria'
import type { Premise } from '../conclusions/premise'
import { idealCountOf, type SparseDecoder } from '../metrics/ideal-decoder'
import { standing } from '../statistics/equivalence'
import type { SparsityLaw } from '../statistics/sparsity-law'
import type { Estimate } from '../statistics/spread'
import { summarise } from '../summary'
import { sparsityEntropy } from '../theory/compressed-sensing-bound'
import { type Claim, type TrainedRun } from './claim'

type Fitted = Extract<SparsityLaw, { kind: 'fitted' }>

/** Met where the 90% interval lies in the band, missed where the 95% interval lies outside it; between, these runs cannot tell. */
function inBand(preset: string, exponent: (law: Fitted) => Estimate | null, band: { readonly low: number; readonly high: number }) {
  return {
    preset,
    judge(runs) {
      const { sparsityLaw } = summarise(runs)
      if (sparsityLaw === null || sparsityLaw.kind === 'none') return { found: null, met: null }
      const estimate = exponent(sparsityLaw)
      if (estimate === null || estimate.interval === null) return { found: null, met: null }
      const where = standing(estimate, band.low, band.high)
      return { found: { estimate, cells: sparsityLaw.cells.length }, met: where === 'undecided' ? null : where === 'inside' }
    },
  } satisfies Claim<{ readonly estimate: Estimate; readonly cells: number } | null>
}

/** Band of b within which depth adds nothing at fixed width, and of a within which features follow the width: ± 0.1, as for s. */
export const deepToyBands = { depthAddsNothing: { low: -0.1, high: 0.1 }, followsWidth: { low: 0.9, high: 1.1 } } as const

/** One network, the first seed of a row: what it learned, and what a sparse decoder reads from its stream before any layer. */
export interface IdealRow { readonly p: number; readonly layers: number; readonly network: number; readonly ideal: number; readonly decoder: SparseDecoder }

/** Held-out samples that the sparse decoder decodes: a few seconds a network. */
const idealSamples = 4096

/** Relative difference of counts up to which shapes of equal loss hold equally many features: as for the note's table. */
export const matchedTolerance = 0.1

const meanCount = (runs: readonly TrainedRun[]): number => runs.reduce((sum, { metrics }) => sum + metrics.scalars.featuresLearned, 0) / runs.length

export const deepToyClaims = {
  'deep-toy-equal-counts': inBand('law-of-the-deep-toy', ({ s }) => s, exponentBands.universality),
  'deep-toy-stream': inBand('law-of-the-deep-toy', ({ s }) => s, exponentBands.residualWidth),
  'deep-toy-degree-per-neuron': inBand('law-of-the-deep-toy', ({ s }) => s, exponentBands.fixedDegree),
  'deep-toy-bound-met': inBand('law-of-the-deep-toy', ({ g }) => g, gripBands.met),
  'deep-toy-depth-adds-nothing': inBand('law-of-the-deep-toy', ({ b }) => b, deepToyBands.depthAddsNothing),
  'deep-toy-equal-loss': {
    preset: 'law-of-the-deep-toy',
    judge(runs) {
      const premise = summarise(runs).premise.filter((tested) => tested.verdict !== 'not-testable')
      const many = (verdict: Premise['verdict']): number => premise.filter((tested) => tested.verdict === verdict).length
      const spreads = premise.flatMap(({ relativeSpread }) => relativeSpread ?? [])
      return {
        found: { comparisons: premise.length, holds: many('holds'), fails: many('fails'), spreads },
        met: premise.length === 0 ? null : many('fails') > 0 ? false : many('holds') === premise.length ? true : null,
      }
    },
  },
  'deep-toy-equal-loss-equal-counts': {
    preset: 'law-of-the-deep-toy',
    judge(runs) {
      const standings = summarise(runs).lossMatched.map(({ countRatio }) => ({ ratio: countRatio.value, where: standing(countRatio, 1 / (1 + matchedTolerance), 1 + matchedTolerance) }))
      const outside = standings.some(({ where }) => where === 'outside'), undecided = standings.some(({ where }) => where === 'undecided')
      return { found: standings.map(({ ratio }) => ratio), met: standings.length === 0 ? null : outside ? false : undecided ? null : true }
    },
  },
  'toy-follows-width': inBand('toy-without-layers', ({ a }) => a, deepToyBands.followsWidth),
  'toy-bound-met': inBand('toy-without-layers', ({ g }) => g, gripBands.met),
  'layers-help-where-rare': {
    preset: 'depth-at-fixed-width',
    judge(runs) {
      const { rows } = summarise(runs)
      const ratios = [...new Set(rows.map(({ sparsity }) => sparsity!))].flatMap((sparsity) => {
        const own = rows.filter((row) => row.sparsity === sparsity)
        const least = own.reduce((x, y) => (y.layers < x.layers ? y : x)), most = own.reduce((x, y) => (y.layers > x.layers ? y : x))
        const of = (ids: readonly string[]): number => meanCount(runs.filter(({ id }) => ids.includes(id)))
        return least === most ? [] : [{ p: 1 - sparsity, layers: [least.layers, most.layers] as const, ratio: of(most.runs) / of(least.runs) }]
      }).sort((x, y) => y.p - x.p)
      const rising = ratios.length > 1 && ratios.slice(1).every(({ ratio }, at) => ratio > ratios[at].ratio)
      return { found: ratios, met: ratios.length < 2 ? null : rising && ratios.at(-1)!.ratio > 1.2 }
    },
  },
  'ideal-decoder': {
    preset: 'depth-at-fixed-width',
    judge(runs) {
      const found = summarise(runs).rows.flatMap((row): IdealRow[] => {
        const [first] = runs.filter(({ id, parameters }) => row.runs.includes(id) && parameters !== null)
        const ideal = first === undefined ? null : idealCountOf(first.spec, first.parameters!, idealSamples)
        return ideal === null ? [] : [{ p: 1 - row.sparsity!, layers: row.layers, network: first.metrics.scalars.featuresLearned, ideal: ideal.features, decoder: ideal.decoder }]
      }).sort((x, y) => y.p - x.p || x.layers - y.layers)
      return { found, met: found.length === 0 ? null : found.every(({ network, ideal }) => network < ideal) }
    },
  },
  'constant-over-sparsity': {
    preset: 'sparsity-sets-the-degree',
    judge(runs) {
      const constants = summarise(runs).rows.flatMap(({ independentProbability: p, measured }) =>
        (p === null || p > boundDomainEnd ? [] : [{ p, constant: measured.featuresPerResidualDimension.mean * sparsityEntropy(p) }])).sort((x, y) => y.p - x.p)
      const values = constants.map(({ constant }) => constant)
      return { found: constants, met: constants.length < 2 ? null : Math.max(...values) / Math.min(...values) <= constancyBand.high }
    },
  },
} satisfies Record<string, Claim>
