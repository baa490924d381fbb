/** Superposition as a phase change: two features in one dimension, three in two. */
import { agreeingCells, antipodalBelow, bentAntipodalBelow, boundaryMargin } from '../criteria'
import { superpositionBoundary, threeInTwo } from '../theory/closed-forms'
import { heldFeatures } from './arrangements'
import { type Claim, type TrainedRun, bestOf, bySetting, near } from './claim'
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

export const phaseClaims = {
  'two-in-one-optimum': {
    preset: 'phase-change',
    judge: (runs) => compare(bySetting(runs), twoInOneOptimum),
  },
  'antipodal-when-sparse': {
    preset: 'phase-change',
    judge: (runs) => {
      const sparse = bySetting(runs).filter(({ p }) => p < 4 / 7)
      const wrong = sparse.filter(({ runs: own }) => { const { run } = bestOf(own); return phaseOf(run) !== 'pair' || heldFeatures(run).cosine(0, 1) > antipodalBelow })
      return { found: { sparsities: sparse.length, wrong: wrong.map(({ p }) => p) }, met: wrong.length === 0 }
    },
  },
  'phase-diagram': {
    preset: 'phase-diagram-2-1',
    judge: (runs) => {
      const cells = bySetting(runs).filter(({ p, ratio }) => Math.abs(Math.log10(p / superpositionBoundary(ratio))) > boundaryMargin)
        .map(({ p, ratio, runs: own }) => ({ p, ratio, phase: phaseOf(bestOf(own, 2000).run) }))
      const wrong = cells.filter(({ p, ratio, phase }) => !predictedPhases(p, ratio).includes(phase))
      const share = 1 - wrong.length / cells.length
      return { found: { cells: cells.length, wrong }, met: share >= agreeingCells }
    },
  },
  'phase-diagram-three': {
    preset: 'phase-diagram-3-2',
    judge: (runs) => {
      const cells = bySetting(runs).filter(({ p, ratio }) => isInterior(p, ratio))
        .map(({ p, ratio, runs: own }) => ({ p, ratio, expected: threeInTwo(p, ratio).solution, found: solutionOf(bestOf(own, 2000).run) }))
      const wrong = cells.filter(({ expected, found }) => expected !== found)
      const share = 1 - wrong.length / cells.length
      return { found: { cells: cells.length, wrong }, met: share >= agreeingCells }
    },
  },
} satisfies Record<string, Claim>
