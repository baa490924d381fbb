/** Superposition as a phase change: two features in one dimension, three in two. */
import { agreeingCells, antipodalBelow, bentAntipodalBelow, boundaryMargin } from '../criteria'
import { superpositionBoundary, threeInTwo } from '../theory/closed-forms'
import { heldFeatures } from './arrangements'
import { type Claim, type TrainedRun, bestOf, bySetting, near, percent, short } from './claim'
import { compare } from './elhage-geometry'

/** Least loss over (W, b), equal importance, summed over both features; by quadrature and descent outside this code, ±0.1%. */
export const twoInOneOptimum: readonly { readonly p: number; readonly loss: number }[] = [
  { p: 0.01, loss: 3.33e-5 }, { p: 0.05, loss: 8.32e-4 }, { p: 0.1, loss: 0.003319 }, { p: 0.2, loss: 0.013185 }, { p: 0.3, loss: 0.02931 },
  { p: 0.4, loss: 0.050993 }, { p: 0.5, loss: 0.076283 }, { p: 0.6, loss: 0.098886 }, { p: 0.7, loss: 0.108106 },
]

type Phase = 'pair' | 'first' | 'second' | 'neither'

function phaseOf(run: TrainedRun): Phase {
  const { held } = heldFeatures(run)
  return held.length === 2 ? 'pair' : held.length === 0 ? 'neither' : held[0] === 0 ? 'first' : 'second'
}

/** By idealised weights. r = 1 leaves open which one is kept. */
function predictedPhases(p: number, r: number): readonly Phase[] {
  if (p < superpositionBoundary(r)) return ['pair']
  return near(r, 1, 1e-6) ? ['first', 'second'] : r < 1 ? ['first'] : ['second']
}

type Solution = ReturnType<typeof threeInTwo>['solution'] | 'other'

/** Of three features in two dimensions, the last of importance r. Trained pairs bend a little. */
function solutionOf(run: TrainedRun): Solution {
  const { held, cosine } = heldFeatures(run)
  if (held.length === 3) return cosine(0, 1) < bentAntipodalBelow ? 'pair-first-two' : Math.min(cosine(0, 2), cosine(1, 2)) < bentAntipodalBelow ? 'pair-with-last' : 'other'
  return held.length !== 2 ? 'other' : held.includes(2) ? 'drop-first' : 'drop-last'
}

/** Whether the best solution is the same for every p and r within `boundaryMargin`. */
function isInterior(p: number, r: number): boolean {
  const { solution } = threeInTwo(p, r)
  const around = [10 ** -boundaryMargin, 1, 10 ** boundaryMargin]
  return around.every((x) => around.every((y) => threeInTwo(Math.min(1, x * p), y * r).solution === solution))
}

export const phaseClaims: readonly Claim[] = [
  {
    id: 'two-in-one-optimum', preset: 'phase-change', source: 'least loss over (W, b), equal importance (quadrature, ±0.1%)',
    says: 'Two equal features in one dimension: the best of the restarts reaches the least possible loss.',
    expected: 'loss within 2% of the optimum at p = 0.01 to 0.7',
    judge: (runs) => compare(bySetting(runs), twoInOneOptimum),
  },
  {
    id: 'antipodal-when-sparse', preset: 'phase-change', source: 'Elhage et al. 2022, Superposition as a phase change; closed form p* = 4/7',
    says: 'Below p = 4/7 both features are stored, as an antipodal pair.',
    expected: 'best restart an antipodal pair at every p ≤ 0.55',
    judge: (runs) => {
      const sparse = bySetting(runs).filter(({ p }) => p < 4 / 7)
      const wrong = sparse.filter(({ runs: own }) => { const { run } = bestOf(own); return phaseOf(run) !== 'pair' || heldFeatures(run).cosine(0, 1) > antipodalBelow })
      return { measured: `a pair at ${sparse.length - wrong.length} of ${sparse.length} sparsities${wrong.length === 0 ? '' : `, not at p = ${wrong.map(({ p }) => short(p)).join(', ')}`}`, met: wrong.length === 0 }
    },
  },
  {
    id: 'phase-diagram', preset: 'phase-diagram-2-1', source: 'Elhage et al. 2022, Superposition as a phase change; boundary p* = 4r/(2 + 5r), 4/(5 + 2r)',
    says: 'Which of the three phases is found follows the theory diagram over p and the importance r of the second feature.',
    expected: 'best restart: at least 90% of the cells more than 0.15 decade of p from the boundary agree',
    judge: (runs) => {
      const cells = bySetting(runs).filter(({ p, ratio }) => Math.abs(Math.log10(p / superpositionBoundary(ratio))) > boundaryMargin)
      const wrong = cells.filter(({ p, ratio, runs: own }) => !predictedPhases(p, ratio).includes(phaseOf(bestOf(own, 2000).run)))
      const example = wrong.slice(0, 4).map(({ p, ratio, runs: own }) => `p = ${short(p)}, r = ${short(ratio)}: ${phaseOf(bestOf(own, 2000).run)}`).join('; ')
      const share = 1 - wrong.length / cells.length
      return { measured: `${percent(share)} of ${cells.length} cells${wrong.length === 0 ? '' : `; not at ${example}${wrong.length > 4 ? ', …' : ''}`}`, met: share >= agreeingCells }
    },
  },
  {
    id: 'phase-diagram-three', preset: 'phase-diagram-3-2', source: 'Elhage et al. 2022, Superposition as a phase change (n = 3, m = 2); closed forms of the four solutions',
    says: 'Three features in two dimensions: the third is dropped, paired, or alone while the others pair, as the theory diagram says.',
    expected: 'best restart: at least 90% of the cells whose theory is the same within 0.15 decade of p and r agree',
    judge: (runs) => {
      const cells = bySetting(runs).filter(({ p, ratio }) => isInterior(p, ratio))
        .map(({ p, ratio, runs: own }) => ({ p, ratio, expected: threeInTwo(p, ratio).solution, found: solutionOf(bestOf(own, 2000).run) }))
      const wrong = cells.filter(({ expected, found }) => expected !== found)
      const examples = wrong.slice(0, 4).map(({ p, ratio, expected, found }) => `p = ${short(p)}, r = ${short(ratio)}: ${found}, expected ${expected}`).join('; ')
      const share = 1 - wrong.length / cells.length
      return { measured: `${percent(share)} of ${cells.length} cells${wrong.length === 0 ? '' : `; not at ${examples}${wrong.length > 4 ? ', …' : ''}`}`, met: share >= agreeingCells }
    },
  },
]
