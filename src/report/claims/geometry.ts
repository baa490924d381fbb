/** Pentagons, digons and the plateaus of dimensionality. */
import type { Arrangement } from '../../science/claims/arrangements'
import type { geometryClaims } from '../../science/claims/elhage-geometry'
import { formatFixed, formatPercent, formatShort } from '../numbers'
import { type ClaimTexts, formatRange, formatValues } from './claim-text'

const formatArrangements = (best: readonly { readonly p: number; readonly arrangement: Arrangement }[]): string =>
  best.map(({ p, arrangement }) => `${formatShort(p)}: ${arrangement}`).join('; ')

/** Least losses over the optimum. */
export const formatRatios = (ratios: readonly { readonly p: number; readonly ratio: number }[]): string =>
  (ratios.length === 0 ? 'none of these p' : `ratio to the optimum ${ratios.map(({ p, ratio }) => `${formatFixed(ratio, 3)} (p = ${formatShort(p)})`).join(', ')}`)

export const geometryTexts: ClaimTexts<typeof geometryClaims> = {
  'dense-orthogonal': {
    source: 'Elhage et al. 2022, introduction',
    says: 'Dense data: the two most important features, orthogonal.',
    expected: 'best restart at p = 1 holds two features, a dimension each',
    measured: ({ p, arrangement }) => `p = ${formatShort(p)}: ${arrangement}`,
  },
  'middle-digons': {
    source: 'Elhage et al. 2022, introduction',
    says: 'In between: two antipodal pairs.',
    expected: 'best restart is two digons at some p between',
    measured: ({ digonsAt, best }) => (digonsAt.length === 0 ? formatArrangements(best) : `two digons at p = ${formatValues(digonsAt)}`),
  },
  'sparse-pentagon': {
    source: 'Elhage et al. 2022, introduction; a replication (coeiico/sardines-mlp): all of 5 seeds',
    says: 'Sparse data (p ≤ 0.05): a pentagon, dimensionality 2/5 each.',
    expected: 'D within 0.02 of 2/5 for all five features; best restart, and every restart',
    measured: (found) => (found === null ? 'no p this small' : `best restart ${found.isBest ? 'is' : 'is not'} a pentagon; ${found.pentagons} of ${found.restarts} restarts are`),
  },
  'pentagon-optimum': {
    source: 'least loss of a regular pentagon, radius and bias free (quadrature)',
    says: 'With equal importance the best of many restarts reaches the pentagon’s least loss where the pentagon is best.',
    expected: 'loss within 2% of 0.0010015, 0.0089042, 0.0263071 at p = 0.01, 0.05, 0.1',
    measured: formatRatios,
  },
  'digons-optimum': {
    source: 'closed form for idealised digons, 2p²/3 + v: an upper bound of the optimum',
    says: 'At p = 0.25 two digons beat the pentagon, at a loss no more than that of idealised digons.',
    expected: 'loss at p = 0.25 between 97% and 100.5% of 0.1087, best restart two digons',
    measured: (found) => (found === null ? 'p = 0.25 is not among these' : `${formatShort(found.loss)}, ${formatPercent(found.ratio, 1)} of it; ${found.arrangement}`),
  },
  'pentagon-crossover': {
    source: 'the two optima cross at p = 0.225',
    says: 'The best arrangement changes from pentagon to digons between p = 0.2 and p = 0.25.',
    expected: 'best restart a pentagon for p ≤ 0.2 and digons at p = 0.25',
    measured: formatArrangements,
  },
  'dimensions-used': {
    source: 'Elhage et al. 2022, The geometry of superposition',
    says: 'Feature dimensionalities add up to the number of dimensions, ΣD = m: the packing is efficient.',
    expected: 'ΣD within 1% of m at every p',
    measured: ({ shares, missed }) => `ΣD/m ${formatRange(shares)}${missed.length === 0 ? '' : `; outside: ${missed.map(({ p, share }) => `${formatShort(share)} at p = ${formatShort(p)}`).join(', ')}`}`,
  },
  'sticky-half': {
    source: 'Elhage et al. 2022, The geometry of superposition',
    says: 'Dimensions per feature, D* = m/‖W‖², stick at 1 and at 1/2 as sparsity grows.',
    expected: 'D* in 1 ± 0.05 at p = 1, in 0.5 ± 0.05 at two or more sparsities in a row',
    measured: (found) => `D* = ${formatValues(found.map(({ D }) => D))} at p = ${formatValues(found.map(({ p }) => p))}`,
  },
}
