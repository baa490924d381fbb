/** The note's table on recall, and the exponents of the two controls. */
import { dividedBelow, fewestLayers, vagueAbove } from '../criteria'
import type { LawFit } from '../statistics/law-fit'
import type { ShapeRow } from '../conclusions/note-table'
import { summarise } from '../summary'
import { type Claim, near } from './claim'

/** Each row over the next deeper one. */
function steps(rows: readonly ShapeRow[], value: (row: ShapeRow) => number): { readonly from: ShapeRow; readonly to: ShapeRow; readonly ratio: number }[] {
  const deepestFirst = [...rows].sort((x, y) => y.layers - x.layers)
  return deepestFirst.slice(1).map((to, at) => ({ from: deepestFirst[at], to, ratio: value(to) / value(deepestFirst[at]) }))
}

/** s that a claim expects, and how near. An interval `vagueAbove` times as wide as the tolerance tells nothing. */
export const expectedExponents = {
  'control-recall': { target: 0, tolerance: 0.05 },
  'control-neurons': { target: 0.49, tolerance: 0.06 },
  'recall-rmsnorm': { target: 0, tolerance: 0.1 },
  'recall-branches': { target: 0, tolerance: 0.1 },
} as const

const exponentClaim = (preset: string, { target, tolerance }: { readonly target: number; readonly tolerance: number }) => ({
  preset,
  judge(runs) {
    const { law } = summarise(runs)
    if (law.kind === 'none') return { found: law, met: null }
    const { value, interval } = law.s
    const isVague = interval === null || interval.high - interval.low > vagueAbove * tolerance
    return { found: law, met: isVague ? null : near(value, target, tolerance) }
  },
} satisfies Claim<LawFit>)

/** Features are not divided over layers. */
const sharedClaim = (preset: string) => ({
  preset,
  judge(runs) {
    const { rows } = summarise(runs)
    const deep = rows.filter(({ layers }) => layers >= fewestLayers).map(({ key, layers, runs: averaged }) => {
      const own = runs.filter(({ id }) => averaged.includes(id))
      const mean = (name: string): number => own.reduce((sum, { metrics }) => sum + metrics.scalars[name], 0) / own.length
      return { key, layers, lost: mean('ablationLoss'), participation: mean('participationRatio'), byChance: mean('participationRatioNull') }
    })
    const isShared = deep.every(({ layers, lost, participation }) => lost >= Math.min(2 / layers, (1 + 1 / layers) / 2) && participation > dividedBelow)
    return { found: { rows, deep }, met: deep.length === 0 ? null : isShared }
  },
} satisfies Claim)

export const noteClaims = {
  'note-equal-counts': {
    preset: 'equal-budget-three-shapes',
    judge: (runs) => {
      const { rows } = summarise(runs)
      const deepest = rows.reduce((deep, row) => (row.layers > deep.layers ? row : deep))
      const shares = rows.map(({ measured }) => measured.featuresLearned.mean / deepest.measured.featuresLearned.mean - 1)
      return { found: { rows, shares }, met: shares.every((share) => near(share, 0, 0.1)) }
    },
  },
  'note-degree-doubles': {
    preset: 'equal-budget-three-shapes',
    judge: (runs) => {
      const { rows } = summarise(runs)
      const ratios = steps(rows, ({ measured }) => measured.featuresPerNeuron.mean)
      const widest = rows.find(({ layers }) => layers === Math.min(...rows.map((row) => row.layers)))?.ratioToReference
      return {
        found: { rows, ratios, together: widest ?? null },
        met: ratios.length > 0 && ratios.every(({ ratio }) => near(ratio, 2, 0.2)),
      }
    },
  },
  'note-residual-halves': {
    preset: 'equal-budget-three-shapes',
    judge: (runs) => {
      const { rows } = summarise(runs)
      const ratios = steps(rows, ({ measured }) => measured.featuresPerResidualDimension.mean)
      return { found: { rows, ratios }, met: ratios.length > 0 && ratios.every(({ ratio }) => near(ratio, 0.5, 0.05)) }
    },
  },
  'features-shared-by-layers': sharedClaim('equal-budget-three-shapes'),
  'loss-u-shaped': {
    preset: 'both-bind',
    judge: (runs) => {
      const { rows, comparisons } = summarise(runs)
      const sizes = comparisons.map(({ rows: keys }) => keys.map((key) => rows.find((row) => row.key === key)!)) // deepest first
      const isU = (own: readonly ShapeRow[]): boolean => {
        const losses = own.map(({ heldOutLoss: { mean } }) => mean), least = Math.min(...losses), best = losses.indexOf(least)
        return best > 0 && best < losses.length - 1 && losses[0] > 1.05 * least && losses[losses.length - 1] > 1.05 * least
      }
      return {
        found: { rows, sizes },
        met: sizes.some((own) => own.length < 3) ? null : sizes.every(isU),
      }
    },
  },
  'bound-does-not-bind': {
    preset: 'sparsity-by-shape',
    judge: (runs) => {
      const { rows, bound } = summarise(runs)
      if (bound === null) return { found: null, met: null }
      const { overShapes, overSparsity } = bound
      return { found: { rows, bound }, met: overShapes.standing === 'undecided' && overSparsity.standing === 'undecided' ? null : overShapes.standing === 'moves' && overSparsity.standing === 'moves' }
    },
  },
  'control-recall': exponentClaim('law-of-recall', expectedExponents['control-recall']),
  'control-neurons': exponentClaim('neurons-bind', expectedExponents['control-neurons']),
  'recall-rmsnorm': exponentClaim('recall-with-rmsnorm', expectedExponents['recall-rmsnorm']),
  'recall-branches': exponentClaim('recall-with-smaller-branches', expectedExponents['recall-branches']),
  'recall-trained-embedding': {
    preset: 'recall-with-trained-embedding',
    judge: (runs) => {
      const { rows } = summarise(runs)
      const shares = rows.map(({ featureCount, measured }) => measured.featuresLearned.mean / featureCount)
      return { found: shares, met: rows.length === 0 ? null : Math.min(...shares) >= 0.95 }
    },
  },
  'neurons-per-width': {
    preset: 'neurons-per-width',
    judge: (runs) => {
      const { rows } = summarise(runs)
      const alpha = ({ shape }: ShapeRow): number => shape.neurons / shape.width
      const pairs = rows.filter((row) => alpha(row) === 1).flatMap((one) => {
        const quarter = rows.find((row) => alpha(row) === 1 / 4 && row.layers === one.layers && row.shape.width * row.shape.neurons === one.shape.width * one.shape.neurons)
        const four = rows.find((row) => alpha(row) === 4 && row.layers === one.layers && row.shape.width * row.shape.neurons === one.shape.width * one.shape.neurons)
        return quarter === undefined ? [] : [{ one, quarter, four }]
      })
      const count = ({ measured }: ShapeRow): number => measured.featuresLearned.mean
      return {
        found: pairs.map(({ one, quarter, four }) => ({ layers: one.layers, one: count(one), quarter: count(quarter), four: four === undefined ? null : count(four) })),
        met: pairs.length === 0 ? null : pairs.every(({ one, quarter }) => near(count(quarter) / count(one), 1, 0.1)),
      }
    },
  },
  'features-over-layers': sharedClaim('features-over-layers'),
} satisfies Record<string, Claim>
