/** The law of shape: its names, why there is none, what its interval is made from, which cells it leaves out. */
import type { DropReason, DroppedCell, IntervalMethod, LawFit, NoLawReason, RivalLaw } from '../science/statistics/law-fit'
import type { LawName } from '../science/theory/laws'
import type { Predictor } from '../science/verdict/numbers'
import type { NameOf } from './labels'
import { formatFixed, formatPercent } from './numbers'
import { formatCount } from './phrases'

export const lawTitles = {
  universality: 'universality', fixedDegree: 'fixed degree of superposition', residualWidth: 'residual width',
} as const satisfies Record<LawName, string>

const predictorTitles = { ...lawTitles, 'divided-layers': 'features divided over layers', chance: 'chance (contributions shuffled)', 'bound-as-equality': 'the bound read as an equality' } as const satisfies Record<Predictor, string>
export const describePredictor = (predictor: Predictor): string => predictorTitles[predictor]

/** Stands wherever a descriptive s does. */
export const atTheCeiling = 'not informative: too close to the ceiling'

/** A clause: 'no law: …'. */
export function describeNoLaw(reason: NoLawReason): string {
  switch (reason.kind) {
    case 'shapes-do-not-differ': return 'shapes do not differ'
    case 'too-few-shapes': return `a law needs at least two shapes, there ${reason.shapes === 1 ? 'is one' : 'are none'}`
    case 'too-few-cells': return `${reason.usable} of ${reason.cells} cells can be used, a law needs two`
    case 'equal-depths': return 'no two shapes of equal budget differ in depth'
  }
  reason satisfies never
}

/** A clause: 'left out of the law: …'. */
export function describeDropReason(reason: DropReason): string {
  switch (reason.kind) {
    case 'no-feature': return 'a seed has no feature at all: its logarithm is undefined'
    case 'near-ceiling': return `${formatPercent(reason.share)} of all ${reason.featureCount} features: too near the ceiling`
    case 'near-floor': return `${formatPercent(reason.share, 1)} of all ${reason.featureCount} features: too near the floor`
    case 'one-layer': return 'it has one layer, outside the range in which shape is said not to matter, and deeper shapes suffice'
  }
  reason satisfies never
}

export const describeDroppedCell = ({ key, reason }: DroppedCell, nameOf: NameOf): string => `${nameOf(key)} is left out of the law: ${describeDropReason(reason)}.`

/** A clause: 'the interval of s is made from …'. */
export function describeMethod(method: IntervalMethod): string {
  switch (method.kind) {
    case 'residuals': return `residuals of cell means from the power law, ${method.degreesOfFreedom} degrees of freedom: seed noise and departures from the law`
    case 'seeds-only': return 'seed noise only (Satterthwaite): it holds for these shapes, departures from the power law are not counted'
    case 'none': return 'no interval: one seed per shape and no shape to spare'
  }
  method satisfies never
}

/** How well the law fits; empty where there is none. */
export function describeFit(law: LawFit): string {
  if (law.kind === 'none') return ''
  const free = law.a && law.b ? `Fitted freely, F ∝ d^${formatFixed(law.a.value)} L^${formatFixed(law.b.value)}` : 'With budgets that do not tell width from depth apart, only s is fitted'
  const judged = law.rivals.flatMap((rival) => (rival.leaveOneOutError === null ? [] : [`${rivalTitle(rival)} ${formatPercent(rival.leaveOneOutError, 1)}`]))
  return `${free}; ${formatCount(law.cells.length, 'cell')} entered the fit${law.dropped.length > 0 ? ` and ${law.dropped.length} did not` : ''}, and counts depart from it by ${formatPercent(law.residual, 1)}.`
    + (judged.length > 0 ? ` Predicting each shape from the others errs by: ${judged.join(', ')}.` : '')
}

const rivalTitle = ({ law }: RivalLaw): string => (law === 'free' ? 'free fit' : lawTitles[law])
