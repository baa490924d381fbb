/**
 * The first layer of a verdict: a sentence that a student understands; then what is ruled out, what fits, and the counts that
 * show it. Criteria, method and caveats are further layers, in verdict-text.ts.
 */
import { missedControls } from '../science/conclusions/controls'
import { exponentBands, floorFraction } from '../science/criteria'
import { invariant } from '../science/invariant'
import { metricTraits } from '../science/metrics/metric-traits'
import type { LawFit } from '../science/statistics/law-fit'
import type { SparsityLaw } from '../science/statistics/sparsity-law'
import type { Estimate } from '../science/statistics/spread'
import { settingKey, varying } from '../science/tasks/setting'
import { degreeRatio, isoBudgetExponent, lawNames, scalingLaws } from '../science/theory/laws'
import { standingOf } from '../science/verdict/sparsity-standing'
import type { VerdictKind, VerdictReason } from '../science/verdict/verdict'
import { formatEstimate, formatInterval } from './estimates'
import { type LabelledSummary, type NameOf, nameRows } from './labels'
import { atTheCeiling, describeNoLaw, lawTitles } from './law-text'
import { formatFixed, formatInteger, formatPercent, formatPrediction, formatShort } from './numbers'
import { capitalised, formatCount, formatList } from './phrases'
import { describeSparsityLaw } from './sparsity-law-text'

export interface FindingText {
  readonly sentence: string // no symbol and no interval
  readonly finding: readonly string[] // what is ruled out first, then the counts that show it; paragraphs, may be none
}

export function describeFinding(summary: LabelledSummary): FindingText {
  const { verdict, law, sparsityLaw, descriptive } = summary, nameOf = nameRows(summary.rows)
  switch (verdict.kind) {
    case 'universality': case 'fixed-degree': case 'residual-width': case 'intermediate': {
      const { s } = fitted(law), against = verdict.reasons.find((reason) => reason.kind === 'pair-contradicts' || reason.kind === 'other-features')
      if (against !== undefined) return { sentence: 'No single law describes these shapes.', finding: paragraphs(describeContradiction(s, against, nameOf), describePair(summary, nameOf)) }
      return {
        sentence: sentences(describeShapes(verdict.kind, s), sparsityLaw === null ? '' : describeGrip(sparsityLaw)),
        finding: paragraphs(
          decidesBySparsity(sparsityLaw) ? describeSparsityLaw(sparsityLaw) : describeExponent(s), describePair(summary, nameOf),
          verdict.kind !== 'intermediate' && missedControls(summary.controls).length > 0 ? 'Provisional: the test’s own calibration misses.' : '',
        ),
      }
    }
    case 'saturated': return {
      sentence: describeSaturation(summary),
      finding: paragraphs(describePair(summary, nameOf), descriptive === null ? '' : `Along shapes of equal size F ∝ L^s with s = ${formatEstimate(descriptive.s)}; ${atTheCeiling}.`),
    }
    case 'not-enough':
      // Without layers, or at one width, shape gives no law; sparsity may.
      if (sparsityLaw !== null && decidesBySparsity(sparsityLaw)) return { sentence: sentences(describeGrip(sparsityLaw)) || 'How sparsity sets the count is not decided.', finding: [describeSparsityLaw(sparsityLaw)] }
      return law.kind === 'none'
        ? { sentence: `Not decisive: ${describeNoLaw(law.reason)}.`, finding: paragraphs(describePair(summary, nameOf)) }
        : { sentence: 'Not decisive: one seed per shape gives no interval.', finding: paragraphs(`s = ${formatFixed(law.s.value)}. Two seeds give a first interval, eight a verdict.`, describePair(summary, nameOf)) }
    case 'worse-than-chance': return { sentence: 'Worse than chance: every network answered worse than one that always answers the same.', finding: ['Training went wrong here, so nothing is said of features or shapes. A smaller learning rate is the first thing to try.'] }
    case 'not-a-law-test': return { sentence: describeCounts(summary), finding: [] }
  }
  verdict.kind satisfies never
}

const paragraphs = (...parts: readonly string[]): readonly string[] => parts.filter((part) => part !== '')
const paragraph = (...parts: readonly string[]): string => paragraphs(...parts).join(' ')
const sentences = (...clauses: readonly string[]): string => paragraph(...clauses.map((clause) => (clause === '' ? '' : `${capitalised(clause)}.`)))
const decidesBySparsity = (law: SparsityLaw | null): law is Extract<SparsityLaw, { kind: 'fitted' }> => law !== null && law.kind === 'fitted'

function fitted(law: LawFit): Extract<LawFit, { readonly s: Estimate }> {
  invariant(law.kind !== 'none', () => 'a verdict that names s has a law')
  return law
}

const isAbove = ({ interval }: Estimate, value: number): boolean => interval !== null && interval.low > value
const isBelow = ({ interval }: Estimate, value: number): boolean => interval !== null && interval.high < value

/** A clause. */
function describeShapes(kind: Extract<VerdictKind, 'universality' | 'fixed-degree' | 'residual-width' | 'intermediate'>, s: Estimate): string {
  switch (kind) {
    case 'universality': return 'same size, same number of features: shape changed how densely they are packed, not how many were learned'
    case 'fixed-degree': return 'each neuron held as many features, deep or wide, so at equal size the network with more neurons learned more'
    case 'residual-width': return 'at equal size the wider network learned more features: their number followed its width'
    case 'intermediate':
      if (!isBelow(s, 0) && !isAbove(s, 0)) return 'deep or wide, no difference in the number of features is shown at equal size'
      return `at equal size the ${s.value < 0 ? 'wider' : 'deeper'} network learned ${Math.abs(s.value) < exponentBands.universality.high ? 'slightly ' : ''}more features`
  }
  kind satisfies never
}

/** A clause; empty where the interval of g leaves it open. */
function describeGrip(law: SparsityLaw): string {
  if (law.kind === 'none') return ''
  if (standingOf(law)?.kind === 'no-grip') return 'how rare features are made no difference to how many were learned'
  if (isAbove(law.g, 0)) return 'the rarer the features, the more were learned'
  return isBelow(law.g, 0) ? 'the rarer the features, the fewer were learned' : ''
}

const lawMeanings = {
  universality: 'equal features at equal size', fixedDegree: 'a fixed number of features per neuron', residualWidth: 'a count set by width alone',
} as const satisfies Record<(typeof lawNames)[number], string>

/** "Ruled out: … (s = 0). Left: … (s = −½). s = −0.47 (95% interval −0.51 to −0.43)." */
function describeExponent(s: Estimate): string {
  const laws = lawNames.map((law) => ({ text: `${lawMeanings[law]} (s = ${formatPrediction(isoBudgetExponent(scalingLaws[law]))})`, exponent: isoBudgetExponent(scalingLaws[law]) }))
  const out = laws.filter(({ exponent }) => isAbove(s, exponent) || isBelow(s, exponent)), left = laws.filter((law) => !out.includes(law))
  return paragraph(
    out.length === 0 ? 'Nothing is ruled out.' : `Ruled out: ${formatList(out.map(({ text }) => text))}.`,
    left.length === 0 ? 'No law of the theory fits.' : `Left: ${formatList(left.map(({ text }) => text))}.`,
    `s = ${formatEstimate(s)}.`,
  )
}

/** s lies in the band of a law, and something else contradicts that law. */
function describeContradiction(s: Estimate, against: Extract<VerdictReason, { kind: 'pair-contradicts' | 'other-features' }>, nameOf: NameOf): string {
  const why = against.kind === 'other-features'
    ? `the shapes share fewer features than seeds of one shape do (U = ${formatFixed(against.shared.value)})`
    : `features per neuron of ${nameOf(against.pair.wide)} over ${nameOf(against.pair.deep)} are ${formatEstimate(against.pair.ratio)}, which it does not allow`
  return `Over all shapes s = ${formatEstimate(s)} is that of ${lawTitles[against.law]}, but ${why}.`
}

/** "d 16 × L 16 learned 143 of 1024 features; d 32 × L 4 learned 160: each neuron of the wider network held 1.98 times as many (95% interval …); the note's table says 2.00." */
function describePair({ rows, primaryCount, verdict: { pairs: [pair] } }: LabelledSummary, nameOf: NameOf): string {
  if (pair === undefined) return ''
  const { deep, wide, ratio, depthRatio } = pair
  const [of, other] = [deep, wide].map((key) => rows.find((row) => row.key === key)!)
  const count = ({ measured }: (typeof rows)[number]): string => formatShort(Number(measured.featuresLearned.mean.toFixed(1)), 6)
  return `${nameOf(deep)} learned ${count(of)} of ${formatInteger(of.featureCount)} features (${metricTraits[primaryCount].title.toLowerCase()}); ${nameOf(wide)} learned ${count(other)}: `
    + `each neuron of the wider network held ${formatFixed(ratio.value)} times as many (${formatInterval(ratio.interval)}). The note's table says ${formatFixed(degreeRatio(0, depthRatio))}, a fixed degree of superposition 1.`
}

function describeSaturation({ rows }: LabelledSummary): string {
  const shares = rows.map(({ measured, featureCount }) => measured.featuresLearned.mean / featureCount)
  const low = Math.min(...shares), high = Math.max(...shares)
  const range = formatPercent(low) === formatPercent(high) ? formatPercent(low) : `${formatFixed(100 * low, 0)}–${formatPercent(high)}`
  const much = high < floorFraction ? 'nothing' : 'everything'
  return `Not decisive: the networks learned almost ${much} (${range} of ${formatInteger(rows[0].featureCount)} features), so shape cannot show.`
}

function describeCounts({ rows }: LabelledSummary): string {
  if (rows.length === 0) return 'Nothing is measured yet.'
  const counts = rows.map(({ measured }) => measured.featuresLearned.mean)
  const [least, most] = [Math.min(...counts), Math.max(...counts)].map((value) => formatShort(Number(value.toFixed(1)), 6))
  const range = least === most ? least : `${least} to ${most}`
  const settings = new Set(rows.map(settingKey)).size, varies = varying(rows)
  const axes = (['sparsity', 'importance', 'frequency'] as const).filter((axis) => varies[axis])
  const swept = axes.length === 1 && axes[0] === 'sparsity' ? `${settings} sparsities` : `${settings} settings of ${formatList(axes)}`
  return `${range} of ${formatCount(rows[0].featureCount, 'feature')} were learned${settings > 1 ? `, over ${swept}` : ''}.`
}
