/** How features that come together, apart or more rarely are arranged: correlated, anticorrelated and unequally frequent ones. */
import { antipodalBelow, collapsedAbove, orthogonalBelow } from '../criteria'
import { arrangementOf, heldFeatures } from './arrangements'
import { type Claim, type TrainedRun, bestOf, bySetting, short } from './claim'

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

export const organisationClaims: readonly Claim[] = [
  {
    id: 'correlated-orthogonal', preset: 'correlated-features', source: 'Elhage et al. 2022, Organization of correlated and anticorrelated features',
    says: 'Features that come together are stored at right angles, each antipodal to one of the other pair.',
    expected: 'best restart at every p ≤ 0.05: pairs orthogonal (cosine below 0.14), each feature antipodal to one of the other pair (below −0.99)',
    judge: (runs) => {
      const sparse = bySetting(runs).filter(({ p }) => p <= 0.0501)
      const right = sparse.filter(({ runs: own }) => areArranged(bestOf(own, samples).run, isOrthogonal, isOpposite))
      return { measured: `so at p = ${right.map(({ p }) => short(p)).join(', ') || 'none'} of ${sparse.map(({ p }) => short(p)).join(', ')}`, met: sparse.length === 0 ? null : right.length === sparse.length }
    },
  },
  {
    id: 'anticorrelated-antipodal', preset: 'anticorrelated-features', source: 'Elhage et al. 2022, Organization of correlated and anticorrelated features',
    says: 'Features that never come together are antipodal, and orthogonal to the other pair.',
    expected: 'best restart at every p: cosine below −0.99 within pairs, between −0.14 and 0.14 across',
    judge: (runs) => {
      const settings = bySetting(runs)
      const right = settings.filter(({ runs: own }) => areArranged(bestOf(own, samples).run, isOpposite, isOrthogonal))
      return { measured: `so at p = ${right.map(({ p }) => short(p)).join(', ') || 'none'} of ${settings.map(({ p }) => short(p)).join(', ')}`, met: right.length === settings.length }
    },
  },
  {
    id: 'correlated-collapse', preset: 'correlated-collapse', source: 'Elhage et al. 2022, Organization of correlated and anticorrelated features',
    says: 'The denser the data, the more of three correlated pairs collapse into their principal component.',
    expected: 'best restart, cosine above 0.98: none for p below 0.05, one for 0.05 to 0.15, two for 0.15 to 0.2, three for 0.25 to 0.5',
    judge: (runs) => {
      const found = bySetting(runs).map(({ p, runs: own }) => ({ p, pairs: collapsedPairs(bestOf(own, samples).run), expected: collapsedAfterElhage(p) }))
      return {
        measured: found.map(({ p, pairs: collapsed, expected }) => `${collapsed} at p = ${short(p)}${expected === null || expected === collapsed ? '' : ` (expected ${expected})`}`).join(', '),
        met: found.every(({ pairs: collapsed, expected }) => expected === null || expected === collapsed),
      }
    },
  },
  {
    id: 'pentagon-snaps', preset: 'pentagon-made-sparser', source: 'Elhage et al. 2022, Non-uniform superposition',
    says: 'A pentagon of which one feature is made rarer snaps to two digons without it, when it is about 2.5 times rarer.',
    expected: 'best restart: five features while it is at most twice rarer, two digons from three times on',
    judge: (runs) => {
      const found = bySetting(runs).map(({ lastFactor, runs: own }) => {
        const { run } = bestOf(own, samples), { held } = heldFeatures(run)
        const isSnapped = arrangementOf(run) === 'digons' && held.length === 4 && !held.includes(4)
        return { rarer: 1 / lastFactor, kind: isSnapped ? 'digons' : held.length === 5 ? 'five' : `${held.length} features, ${arrangementOf(run)}` }
      }).sort((x, y) => x.rarer - y.rarer)
      const five = found.filter(({ kind }) => kind === 'five').map(({ rarer }) => rarer), digons = found.filter(({ kind }) => kind === 'digons').map(({ rarer }) => rarer)
      const other = found.filter(({ kind }) => kind !== 'five' && kind !== 'digons')
      return {
        measured: `five features up to ${five.length > 0 ? short(Math.max(...five)) : 'none'} times rarer, two digons from ${digons.length > 0 ? short(Math.min(...digons)) : 'none'} on${other.length > 0 ? `; besides ${other.map(({ rarer, kind }) => `${kind} at ${short(rarer)}`).join(', ')}` : ''}`,
        met: found.every(({ rarer, kind }) => (rarer <= 2.001 ? kind === 'five' : rarer >= 2.999 ? kind === 'digons' : kind === 'five' || kind === 'digons')),
      }
    },
  },
]
