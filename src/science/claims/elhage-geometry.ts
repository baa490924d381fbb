/** Pentagons, digons and the plateaus of dimensionality. */
import { type Arrangement, arrangementOf } from './arrangements'
import { type Claim, type Finding, type Restarts, bestOf, bySetting, near } from './claim'
import { digonLoss } from '../theory/closed-forms'
import { settingOf } from '../tasks/setting'

/**
 * Least loss of a regular pentagon (radius and common bias free), n = 5, m = 2, uniform importance; found by quadrature and
 * descent outside this code, and recomputed in tests/unit/science/claims/known-optima.test.ts.
 */
export const pentagonOptimum: readonly { readonly p: number; readonly loss: number }[] = [
  { p: 0.01, loss: 0.0010015 }, { p: 0.05, loss: 0.0089042 }, { p: 0.1, loss: 0.0263071 }, { p: 0.25, loss: 0.112469 },
]

/** What the best restart of each setting looks like. */
const bestArrangements = (settings: readonly Restarts[]): { readonly p: number; readonly arrangement: Arrangement }[] =>
  settings.map(({ p, runs }) => ({ p, arrangement: arrangementOf(bestOf(runs).run) }))

export const geometryClaims = {
  'dense-orthogonal': {
    preset: 'pentagons',
    judge: (runs) => {
      const [{ p, runs: own }] = bySetting(runs)
      const arrangement = arrangementOf(bestOf(own).run)
      return { found: { p, arrangement }, met: arrangement === 'dedicated' }
    },
  },
  'middle-digons': {
    preset: 'pentagons',
    judge: (runs) => {
      const settings = bySetting(runs)
      const digons = settings.filter(({ runs: own }) => { const { run } = bestOf(own); return arrangementOf(run) === 'digons' && run.metrics.scalars.featuresByNorm === 4 })
      return { found: { digonsAt: digons.map(({ p }) => p), best: bestArrangements(settings) }, met: digons.length > 0 }
    },
  },
  'sparse-pentagon': {
    preset: 'pentagons',
    judge: (runs) => {
      const sparse = bySetting(runs).filter(({ p }) => p <= 0.0501)
      if (sparse.length === 0) return { found: null, met: null }
      const all = sparse.flatMap(({ runs: own }) => own)
      const right = all.filter((run) => arrangementOf(run) === 'pentagon').length
      const best = sparse.every(({ runs: own }) => arrangementOf(bestOf(own).run) === 'pentagon')
      return { found: { isBest: best, pentagons: right, restarts: all.length }, met: best && right === all.length }
    },
  },
  'pentagon-optimum': {
    preset: 'pentagon-or-digons',
    judge: (runs) => compare(bySetting(runs), pentagonOptimum.filter(({ p }) => p <= 0.1)),
  },
  'digons-optimum': {
    preset: 'pentagon-or-digons',
    judge: (runs) => {
      const setting = bySetting(runs).find(({ p }) => near(p, 0.25, 1e-6))
      if (setting === undefined) return { found: null, met: null }
      const { run, loss } = bestOf(setting.runs, 200_000)
      const ratio = loss / digonLoss(5, 2, 2, 0.25)
      return { found: { loss, ratio, arrangement: arrangementOf(run) }, met: arrangementOf(run) === 'digons' && ratio > 0.97 && ratio < 1.005 }
    },
  },
  'pentagon-crossover': {
    preset: 'pentagon-or-digons',
    judge: (runs) => {
      const settings = bySetting(runs)
      const right = settings.every(({ p, runs: own }) => p > 0.26 || arrangementOf(bestOf(own, 100_000).run) === (p < 0.21 ? 'pentagon' : 'digons'))
      return { found: bestArrangements(settings), met: right }
    },
  },
  'dimensions-used': {
    preset: 'dimensionality',
    judge: (runs) => {
      const shares = runs.map(({ metrics, spec }) => ({ p: 1 - (settingOf(spec.task).sparsity ?? 0), share: metrics.scalars.totalDimensionality / spec.shape.width }))
      const missed = shares.filter(({ share }) => !near(share, 1, 0.01))
      return { found: { shares: shares.map(({ share }) => share), missed }, met: missed.length === 0 }
    },
  },
  'sticky-half': {
    preset: 'dimensionality',
    judge: (runs) => {
      const found = bySetting(runs).map(({ p, runs: own }) => ({ p, D: bestOf(own).run.metrics.scalars.dimensionsPerFeature }))
      const half = found.map(({ D }) => near(D, 0.5, 0.05))
      return { found, met: near(found[0].D, 1, 0.05) && half.some((is, at) => is && half[at + 1] === true) }
    },
  },
} satisfies Record<string, Claim>

/** Best restarts against known least losses, within 2%. */
export function compare(settings: readonly Restarts[], optima: readonly { readonly p: number; readonly loss: number }[]): Finding<readonly { readonly p: number; readonly ratio: number }[]> {
  const ratios = optima.flatMap(({ p, loss }) => {
    const setting = settings.find((other) => near(other.p, p, 1e-6))
    return setting === undefined ? [] : [{ p, ratio: bestOf(setting.runs, 50_000).loss / loss }]
  })
  return { found: ratios, met: ratios.length === 0 ? null : ratios.every(({ ratio }) => near(ratio, 1, 0.02)) }
}
