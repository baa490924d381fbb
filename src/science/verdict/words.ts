/** The verdict in words: a sentence that a newspaper could print, a paragraph that a reviewer would accept. */
import { calibrationWords } from '../conclusions/controls'
import { ceilingFraction, exponentBands } from '../criteria'
import { settingKey, varying } from '../tasks/setting'
import type { LawFit } from '../statistics/law-fit'
import type { Estimate } from '../statistics/spread'
import { degreeRatio, isoBudgetExponent } from '../theory/laws'
import { type Evidence, designIn, isPreview, shapeCount, sizeWords } from './evidence'
import { type LawBand, lawBands } from './law-bands'
import { ceilingWords, digits, inWords, plural, withInterval } from './number-words'
import type { WidestPair } from './widest-pairs'

export interface Words {
  readonly sentence: string
  readonly paragraph: string
}

/** What a sentence begins with when it is quoted alone. */
const preview = (evidence: Evidence): string => (isPreview(evidence) ? `A preview (${sizeWords(designIn(evidence))}): ` : '')

/** "features per neuron grew 1.96-fold (95% interval 1.90 to 2.02) from d 16 × L 16 to d 32 × L 4". */
function pairWords([pair]: readonly WidestPair[]): string {
  if (pair === undefined) return 'no two shapes of equal size can be set side by side'
  const { deep, wide, ratio, depthRatio } = pair
  return `features per neuron changed ${digits(ratio.value)}-fold (${inWords(ratio.interval)}) from ${deep.label} to ${wide.label}; the note's table says ${digits(degreeRatio(0, depthRatio))}, a fixed degree of superposition says 1`
}

const exponentWords = (s: Estimate): string => `the exponent of depth at equal size is s = ${withInterval(s)}, where 0 means that the count follows the parameters, ½ the neurons and −½ the width of the residual stream`

function designWords(evidence: Evidence): string {
  const { seeds, budgets } = evidence
  return `${plural(shapeCount(evidence), 'shape')}, ${plural(budgets, 'budget')}, at least ${plural(seeds, 'seed')} each`
}

export function lawWords(evidence: Evidence, kind: LawBand['kind'], s: Estimate, pairs: readonly WidestPair[]): Words {
  const sentence = {
    universality: `Deep or wide, networks of equal size learned equally many features, ${bandWords(evidence.law, exponentBands.universality.high)} (s = ${digits(s.value)}, ${inWords(s.interval)}), so each neuron of a wide network carried more of them: the note's table holds in this toy.`,
    'fixed-degree': `Each neuron carried the same number of features whatever the shape (s = ${digits(s.value)}, ${inWords(s.interval)}), so networks of equal size but different shape did not learn equally many: the note's table fails in this toy.`,
    'residual-width': `The count of features followed the width of the residual stream (s = ${digits(s.value)}, ${inWords(s.interval)}): wide networks learned more than deep ones of equal size, and the note's table fails in this toy.`,
  }[kind]
  const calibration = calibrationWords(evidence.controls)
  return {
    sentence: preview(evidence) + (calibration === null ? sentence : `${sentence.slice(0, -1)}, provisionally: the test's own calibration misses.`),
    paragraph: `Counting ${evidence.counted} over ${designWords(evidence)}, ${exponentWords(s)}. At equal size, ${pairWords(pairs)}. ${fitWords(evidence.law)}${calibration === null ? '' : ` ${calibration}`}`,
  }
}

export function intermediateWords(evidence: Evidence, s: Estimate, pairs: readonly WidestPair[]): Words {
  const compatible = lawBands.filter(({ law }) => s.interval && s.interval.low <= isoBudgetExponent(law) && isoBudgetExponent(law) <= s.interval.high)
  const fits = compatible.length > 0
    ? `which leaves room for ${compatible.map(({ law: { name }, law }) => `${name} (${digits(isoBudgetExponent(law), 1)})`).join(' and ')} but does not show it to the accuracy asked for`
    : 'which is neither equal counts (0) nor a fixed number per neuron (0.5)'
  return {
    sentence: `${preview(evidence)}${compatible.length > 0 ? 'Not settled' : 'Intermediate'}: at equal size the number of features changed as depth to the power s = ${digits(s.value)} (${inWords(s.interval)}), ${fits}.`,
    paragraph: `Counting ${evidence.counted} over ${designWords(evidence)}, ${exponentWords(s)}. At equal size, ${pairWords(pairs)}. ${fitWords(evidence.law)}`,
  }
}

/** s lies in the band of a law, and something else contradicts that law. */
export function againstWords(evidence: Evidence, name: string, s: Estimate, pairs: readonly WidestPair[], against: readonly WidestPair[]): Words {
  const [pair] = against
  const why = pair === undefined
    ? `the shapes share fewer features than seeds of one shape do (U = ${digits(evidence.shared!.normalised!.value)})`
    : `features per neuron of ${pair.wide.label} over ${pair.deep.label} are ${withInterval(pair.ratio)}, which it does not allow`
  return {
    sentence: `${preview(evidence)}No single law: over all shapes s = ${digits(s.value)} (${inWords(s.interval)}) is that of ${name}, but ${why}.`,
    paragraph: `Counting ${evidence.counted} over ${designWords(evidence)}, ${exponentWords(s)}. At equal size, ${pairWords(pairs)}. ${fitWords(evidence.law)}`,
  }
}

/** What the band of s means for counts: "to ±32% over 16:1 in depth". */
function bandWords(law: LawFit, halfWidth: number): string {
  const depths = law.cells.map(({ depth }) => depth)
  const range = Math.max(...depths) / Math.min(...depths)
  return `to ±${Math.round(100 * (range ** halfWidth - 1))}% over ${digits(range, Number.isInteger(range) ? 0 : 1)}:1 in depth`
}

export function saturatedWords(evidence: Evidence, pairs: readonly WidestPair[]): Words {
  const shares = evidence.rows.map(({ measured, featureCount }) => 100 * measured.featuresLearned.mean / featureCount)
  const range = `${digits(Math.min(...shares), 0)} to ${digits(Math.max(...shares), 0)}%`
  const { descriptive } = evidence
  const described = descriptive && ` Along shapes of equal size F ∝ L^s with s = ${withInterval(descriptive.s)}, ${ceilingWords}.`
  const describedMethod = descriptive && ` That s describes all ${plural(descriptive.cells, 'cell')}, its interval made from ${descriptive.method}.`
  return {
    sentence: `The networks learned ${range} of all there was to learn, so the note's table is met or missed by the ceiling as much as by a law: ${pairWords(pairs)}.${described ?? ''}`,
    paragraph: `Counting ${evidence.counted} over ${designWords(evidence)}.${describedMethod ?? ''} Shapes whose count is above ${100 * ceilingFraction}% of all features are left out of the law, because any law looks like equality at the ceiling; too few are left to fit one. A task well over capacity, as in the presets that fit the law, decides.`,
  }
}

export function tooFewWords(evidence: Evidence, reason: string, pairs: readonly WidestPair[]): Words {
  return {
    sentence: `Not enough shapes for a law: ${reason}.`,
    paragraph: pairs.length > 0
      ? `Counting ${evidence.counted} over ${designWords(evidence)}; ${pairWords(pairs)}. A law of width and depth needs more shapes.`
      : `Counting ${evidence.counted} over ${designWords(evidence)}. To compare shapes, at least two of equal size must have finished.`,
  }
}

export function noIntervalWords(evidence: Evidence, s: number, pairs: readonly WidestPair[]): Words {
  return {
    sentence: `One seed per shape gives s = ${digits(s)} but no interval, hence no verdict.`,
    paragraph: `Counting ${evidence.counted} over ${designWords(evidence)}; ${pairWords(pairs)}. Two seeds give a first interval, eight a verdict.`,
  }
}

export function plainWords({ rows, counted, seeds }: Evidence): Words {
  if (rows.length === 0) return { sentence: 'Nothing is measured yet.', paragraph: 'No run has finished.' }
  const counts = rows.map(({ measured }) => measured.featuresLearned.mean)
  const [least, most] = [Math.min(...counts), Math.max(...counts)].map((value) => digits(value, 1).replace(/\.0$/, ''))
  const range = least === most ? least : `${least} to ${most}`
  const settings = new Set(rows.map(settingKey)).size, varies = varying(rows)
  const axes = (['sparsity', 'importance', 'frequency'] as const).filter((axis) => varies[axis])
  const swept = axes.length === 1 && axes[0] === 'sparsity' ? `${settings} sparsities` : `${settings} settings of ${axes.join(', ').replace(/, (\w+)$/, ' and $1')}`
  return {
    sentence: `${range} of ${rows[0].featureCount} features were learned${settings > 1 ? `, over ${swept}` : ''}.`,
    paragraph: `This experiment does not compare shapes of equal size, so it says nothing about the note's law; it counts ${counted} over ${plural(rows.length, 'setting')} with at least ${plural(seeds, 'seed')} each.`,
  }
}

function fitWords(law: LawFit): string {
  if (law.kind === 'none') return ''
  const free = law.a && law.b ? `Fitted freely, F ∝ d^${digits(law.a.value)} L^${digits(law.b.value)}` : 'With budgets that do not tell width from depth apart, only s is fitted'
  const judged = law.rivals.filter(({ leaveOneOutError }) => leaveOneOutError !== null)
    .map(({ name, leaveOneOutError }) => `${name} ${(100 * leaveOneOutError!).toFixed(1)}%`)
  return `${free}; ${plural(law.cells.length, 'cell')} entered the fit${law.dropped.length > 0 ? ` and ${law.dropped.length} did not` : ''}, and counts depart from it by ${(100 * law.residual).toFixed(1)}%.`
    + (judged.length > 0 ? ` Predicting each shape from the others errs by: ${judged.join(', ')}.` : '')
}
