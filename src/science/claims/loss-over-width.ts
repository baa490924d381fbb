/** Loss over width of the toy model whose features come with unequal frequency [Liu, Liu and Gore 2025, arXiv 2505.10465]. */
import { standing } from '../statistics/equivalence'
import { fitPowerLaw } from '../statistics/scaling-law'
import type { Estimate } from '../statistics/spread'
import { settingKey, settingOf } from '../tasks/setting'
import type { Claim, TrainedRun } from './claim'

export interface LossOverWidth {
  readonly frequencyExponent: number // 1 + α
  readonly exponent: Estimate // e of L ∝ m^e
  /** e if exactly the m most frequent features were represented: of Σ_{i>m} i^−(1+α) over the same widths. */
  readonly leftOut: number
  readonly widths: number
}

/** Half-width of the band about an expected exponent: over a tenfold range of widths, losses apart by a factor of 1.6. */
export const lossExponentTolerance = 0.2

/** e of each frequency, from mean losses over seeds at each width; its interval is of the residuals of widths. */
export function lossesOverWidth(runs: readonly TrainedRun[]): LossOverWidth[] {
  const settings = new Map<string, TrainedRun[]>()
  for (const run of runs) {
    const key = settingKey(settingOf(run.spec.task))
    settings.set(key, [...(settings.get(key) ?? []), run])
  }
  return [...settings.values()].flatMap((own): LossOverWidth[] => {
    const { frequency } = settingOf(own[0].spec.task)
    if (frequency?.kind !== 'power') return []
    const widths = [...new Set(own.map(({ spec }) => spec.shape.width))].sort((x, y) => x - y)
    const losses = widths.map((width) => {
      const seeds = own.filter(({ spec }) => spec.shape.width === width)
      return seeds.reduce((sum, { metrics }) => sum + metrics.scalars.heldOutLoss, 0) / seeds.length
    })
    const n = own[0].spec.task.featureCount
    const rest = widths.map((width) => Array.from({ length: Math.max(0, n - width) }, (_, k) => (width + k + 1) ** -frequency.exponent).reduce((sum, value) => sum + value, 0))
    const fit = fitPowerLaw(widths, losses), tail = fitPowerLaw(widths, rest)
    return fit === null || tail === null ? [] : [{ frequencyExponent: frequency.exponent, exponent: fit.exponent, leftOut: tail.exponent.value, widths: widths.length }]
  }).sort((x, y) => x.frequencyExponent - y.frequencyExponent)
}

/** Met where the 90% interval of every frequency's exponent lies near what is expected of it, missed where some 95% interval lies outside. */
const exponentClaim = (preset: string, expected: (law: LossOverWidth) => number) => ({
  preset,
  judge(runs) {
    const found = lossesOverWidth(runs)
    const standings = found.map((law) => standing(law.exponent, expected(law) - lossExponentTolerance, expected(law) + lossExponentTolerance))
    return { found, met: standings.length === 0 || (standings.includes('undecided') && !standings.includes('outside')) ? null : !standings.includes('outside') }
  },
} satisfies Claim<readonly LossOverWidth[]>)

export const lossOverWidthClaims = {
  'strong-superposition-loss': exponentClaim('loss-over-width-strong', () => -1),
  'weak-superposition-loss': exponentClaim('loss-over-width-weak', ({ leftOut }) => leftOut),
} satisfies Record<string, Claim>
