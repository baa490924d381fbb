/** Pentagons, digons and the plateaus of dimensionality. */
import { arrangementOf } from './arrangements'
import { type Claim, type Restarts, bestOf, bySetting, near, percent, range, short } from './claim'
import { digonLoss } from '../theory/closed-forms'
import { settingOf } from '../tasks/setting'

/**
 * Least loss of a regular pentagon (radius and common bias free), n = 5, m = 2, uniform importance; found by quadrature and
 * descent outside this code, and recomputed in tests/unit/science/claims/known-optima.test.ts.
 */
export const pentagonOptimum: readonly { readonly p: number; readonly loss: number }[] = [
  { p: 0.01, loss: 0.0010015 }, { p: 0.05, loss: 0.0089042 }, { p: 0.1, loss: 0.0263071 }, { p: 0.25, loss: 0.112469 },
]

const bestArrangements = (settings: readonly Restarts[]): string =>
  settings.map(({ p, runs }) => `${short(p)}: ${arrangementOf(bestOf(runs).run)}`).join('; ')

export const geometryClaims: readonly Claim[] = [
  {
    id: 'dense-orthogonal', preset: 'pentagons', source: 'Elhage et al. 2022, introduction',
    says: 'Dense data: the two most important features, orthogonal.',
    expected: 'best restart at p = 1 holds two features, a dimension each',
    judge: (runs) => {
      const [{ p, runs: own }] = bySetting(runs)
      const found = arrangementOf(bestOf(own).run)
      return { measured: `p = ${short(p)}: ${found}`, met: found === 'dedicated' }
    },
  },
  {
    id: 'middle-digons', preset: 'pentagons', source: 'Elhage et al. 2022, introduction',
    says: 'In between: two antipodal pairs.',
    expected: 'best restart is two digons at some p between',
    judge: (runs) => {
      const settings = bySetting(runs)
      const found = settings.filter(({ runs: own }) => { const { run } = bestOf(own); return arrangementOf(run) === 'digons' && run.metrics.scalars.featuresByNorm === 4 })
      return { measured: found.length === 0 ? bestArrangements(settings) : `two digons at p = ${found.map(({ p }) => short(p)).join(', ')}`, met: found.length > 0 }
    },
  },
  {
    id: 'sparse-pentagon', preset: 'pentagons', source: 'Elhage et al. 2022, introduction; a replication (coeiico/sardines-mlp): all of 5 seeds',
    says: 'Sparse data (p ≤ 0.05): a pentagon, dimensionality 2/5 each.',
    expected: 'D within 0.02 of 2/5 for all five features; best restart, and every restart',
    judge: (runs) => {
      const sparse = bySetting(runs).filter(({ p }) => p <= 0.0501)
      if (sparse.length === 0) return { measured: 'no p this small', met: null }
      const all = sparse.flatMap(({ runs: own }) => own)
      const right = all.filter((run) => arrangementOf(run) === 'pentagon').length
      const best = sparse.every(({ runs: own }) => arrangementOf(bestOf(own).run) === 'pentagon')
      return { measured: `best restart ${best ? 'is' : 'is not'} a pentagon; ${right} of ${all.length} restarts are`, met: best && right === all.length }
    },
  },
  {
    id: 'pentagon-optimum', preset: 'pentagon-or-digons', source: 'least loss of a regular pentagon, radius and bias free (quadrature)',
    says: 'With equal importance the best of many restarts reaches the pentagon’s least loss where the pentagon is best.',
    expected: 'loss within 2% of 0.0010015, 0.0089042, 0.0263071 at p = 0.01, 0.05, 0.1',
    judge: (runs) => compare(bySetting(runs), pentagonOptimum.filter(({ p }) => p <= 0.1)),
  },
  {
    id: 'digons-optimum', preset: 'pentagon-or-digons', source: 'closed form for idealised digons, 2p²/3 + v: an upper bound of the optimum',
    says: 'At p = 0.25 two digons beat the pentagon, at a loss no more than that of idealised digons.',
    expected: 'loss at p = 0.25 between 97% and 100.5% of 0.1087, best restart two digons',
    judge: (runs) => {
      const setting = bySetting(runs).find(({ p }) => near(p, 0.25, 1e-6))
      if (setting === undefined) return { measured: 'p = 0.25 is not among these', met: null }
      const { run, loss } = bestOf(setting.runs, 200_000)
      const ratio = loss / digonLoss(5, 2, 2, 0.25)
      return { measured: `${short(loss)}, ${percent(ratio)} of it; ${arrangementOf(run)}`, met: arrangementOf(run) === 'digons' && ratio > 0.97 && ratio < 1.005 }
    },
  },
  {
    id: 'pentagon-crossover', preset: 'pentagon-or-digons', source: 'the two optima cross at p = 0.225',
    says: 'The best arrangement changes from pentagon to digons between p = 0.2 and p = 0.25.',
    expected: 'best restart a pentagon for p ≤ 0.2 and digons at p = 0.25',
    judge: (runs) => {
      const settings = bySetting(runs)
      const right = settings.every(({ p, runs: own }) => p > 0.26 || arrangementOf(bestOf(own, 100_000).run) === (p < 0.21 ? 'pentagon' : 'digons'))
      return { measured: bestArrangements(settings), met: right }
    },
  },
  {
    id: 'dimensions-used', preset: 'dimensionality', source: 'Elhage et al. 2022, The geometry of superposition',
    says: 'Feature dimensionalities add up to the number of dimensions, ΣD = m: the packing is efficient.',
    expected: 'ΣD within 1% of m at every p',
    judge: (runs) => {
      const shares = runs.map(({ metrics, spec }) => ({ p: 1 - (settingOf(spec.task).sparsity ?? 0), share: metrics.scalars.totalDimensionality / spec.shape.width }))
      const missed = shares.filter(({ share }) => !near(share, 1, 0.01))
      const where = missed.map(({ p, share }) => `${short(share)} at p = ${short(p)}`).join(', ')
      return { measured: `ΣD/m ${range(shares.map(({ share }) => share))}${where === '' ? '' : `; outside: ${where}`}`, met: missed.length === 0 }
    },
  },
  {
    id: 'sticky-half', preset: 'dimensionality', source: 'Elhage et al. 2022, The geometry of superposition',
    says: 'Dimensions per feature, D* = m/‖W‖², stick at 1 and at 1/2 as sparsity grows.',
    expected: 'D* in 1 ± 0.05 at p = 1, in 0.5 ± 0.05 at two or more sparsities in a row',
    judge: (runs) => {
      const found = bySetting(runs).map(({ p, runs: own }) => ({ p, D: bestOf(own).run.metrics.scalars.dimensionsPerFeature }))
      const half = found.map(({ D }) => near(D, 0.5, 0.05))
      return { measured: `D* = ${found.map(({ D }) => short(D)).join(', ')} at p = ${found.map(({ p }) => short(p)).join(', ')}`, met: near(found[0].D, 1, 0.05) && half.some((is, at) => is && half[at + 1] === true) }
    },
  },
]

/** Best restarts against known least losses, within 2%. */
export function compare(settings: readonly Restarts[], optima: readonly { readonly p: number; readonly loss: number }[]): { measured: string; met: boolean | null } {
  const ratios = optima.flatMap(({ p, loss }) => {
    const setting = settings.find((other) => near(other.p, p, 1e-6))
    return setting === undefined ? [] : [{ p, ratio: bestOf(setting.runs, 50_000).loss / loss }]
  })
  if (ratios.length === 0) return { measured: 'none of these p', met: null }
  return {
    measured: `ratio to the optimum ${ratios.map(({ p, ratio }) => `${ratio.toFixed(3)} (p = ${short(p)})`).join(', ')}`,
    met: ratios.every(({ ratio }) => near(ratio, 1, 0.02)),
  }
}
