/** How features that come together, apart or more rarely are arranged: correlated, anticorrelated and unequally frequent ones. */
import { antipodalBelow, collapsedAbove, orthogonalBelow } from '../criteria'
import { arrangementOf, heldFeatures } from './arrangements'
import { type Claim, type TrainedRun, bestOf, bySetting } from './claim'

const pairs = (count: number): [number, number][] => Array.from({ length: count / 2 }, (_, k) => [2 * k, 2 * k + 1])

/** Behind the loss of each restart: features in sets have no strata, and at p = 0.01 the default would tell them apart by luck. */
const samples = 100_000

/** Whether all four are held, those of a pair at one angle and each at the other angle to one of the other pair. */
function areArranged(run: TrainedRun, within: (cosine: number) => boolean, across: (cosine: number) => boolean): boolean {
  const { held, cosine } = heldFeatures(run)
  if (held.length !== 4) return false
  return within(cosine(0, 1)) && within(cosine(2, 3)) && [0, 1].every((i) => [2, 3].some((j) => across(cosine(i, j))))
}

const isOpposite = (cosine: number): boolean => cosine < antipodalBelow
const isOrthogonal = (cosine: number): boolean => Math.abs(cosine) < orthogonalBelow

/** Pairs stored as one direction: both members held. */
const collapsedPairs = (run: TrainedRun): number => {
  const { held, cosine } = heldFeatures(run)
  return pairs(6).filter(([i, j]) => held.includes(i) && held.includes(j) && cosine(i, j) > collapsedAbove).length
}

/** How many of three pairs collapse at p, after Elhage et al.; null between their regimes. */
function collapsedAfterElhage(p: number): number | null {
  if (p < 0.05) return 0
  if (p > 0.055 && p < 0.145) return 1
  if (p > 0.155 && p < 0.195) return 2
  return p > 0.245 && p <= 0.5 ? 3 : null
}

export const organisationClaims = {
  'correlated-orthogonal': {
    preset: 'correlated-features',
    judge: (runs) => {
      const sparse = bySetting(runs).filter(({ p }) => p <= 0.0501)
      const right = sparse.filter(({ runs: own }) => areArranged(bestOf(own, samples).run, isOrthogonal, isOpposite))
      return { found: { right: right.map(({ p }) => p), of: sparse.map(({ p }) => p) }, met: sparse.length === 0 ? null : right.length === sparse.length }
    },
  },
  'anticorrelated-antipodal': {
    preset: 'anticorrelated-features',
    judge: (runs) => {
      const settings = bySetting(runs)
      const right = settings.filter(({ runs: own }) => areArranged(bestOf(own, samples).run, isOpposite, isOrthogonal))
      return { found: { right: right.map(({ p }) => p), of: settings.map(({ p }) => p) }, met: right.length === settings.length }
    },
  },
  'correlated-collapse': {
    preset: 'correlated-collapse',
    judge: (runs) => {
      const found = bySetting(runs).map(({ p, runs: own }) => ({ p, pairs: collapsedPairs(bestOf(own, samples).run), expected: collapsedAfterElhage(p) }))
      return {
        found,
        met: found.every(({ pairs: collapsed, expected }) => expected === null || expected === collapsed),
      }
    },
  },
  'pentagon-snaps': {
    preset: 'pentagon-made-sparser',
    judge: (runs) => {
      const found = bySetting(runs).map(({ lastFactor, runs: own }) => {
        const { run } = bestOf(own, samples), { held } = heldFeatures(run)
        const isSnapped = arrangementOf(run) === 'digons' && held.length === 4 && !held.includes(4)
        const kind = isSnapped ? 'digons' as const : held.length === 5 ? 'five' as const : 'other' as const
        return { rarer: 1 / lastFactor, kind, held: held.length, arrangement: arrangementOf(run) }
      }).sort((x, y) => x.rarer - y.rarer)
      return {
        found,
        met: found.every(({ rarer, kind }) => (rarer <= 2.001 ? kind === 'five' : rarer >= 2.999 ? kind === 'digons' : kind === 'five' || kind === 'digons')),
      }
    },
  },
} satisfies Record<string, Claim>
