/**
 * From numbers to a verdict, by criteria fixed beforehand:
 *
 * | verdict | criterion |
 * |---|---|
 * | universality | 90% interval of s inside [−0.1, 0.1], and no widest pair of a comparison contradicts it |
 * | fixed degree | 90% interval of s inside [0.4, 0.6], same condition |
 * | residual width | 90% interval of s inside [−0.6, −0.4], same condition |
 * | intermediate | otherwise |
 *
 * A pair's ratio of features per neuron is depthRatio^(½ − s): for the note's ratio of 4, [1.74, 2.3] is s in [−0.1,
 * 0.1] and [0.87, 1.15] is s in [0.4, 0.6]. Pairs contradict when their own 95% interval lies wholly outside.
 * With importance that is graded, universality also asks for the same *set* of features: U ≥ 0.9.
 */
import { type Control, calibrationWords } from './controls'
import { type Design, designOf, fullDesign, isFull } from './design'
import type { SharedFeatures } from './metrics/shared-features'
import type { LossMatchedPair } from './loss-matched'
import type { ShapeRow } from './note-table'
import type { Premise } from './premise'
import { settingKey, varying } from './setting'
import { standing } from './statistics/equivalence'
import { type DescriptiveExponent, type LawFit, farFraction, isSaturated } from './statistics/law-fit'
import type { Estimate, Interval } from './statistics/spread'
import { degreeRatio, isoBudgetExponent, scalingLaws } from './theory/laws'

export type VerdictKind =
  | 'universality' // s ≈ 0: the count follows the parameters, the note's table stands
  | 'fixed-degree' // s ≈ ½: the count follows the neurons
  | 'residual-width' // s ≈ −½: the count follows the residual width
  | 'intermediate' // an interval that fits none of them
  | 'saturated' // the count sits at its ceiling n (or floor): shapes cannot be told apart
  | 'not-enough' // too few shapes or seeds for a law
  | 'not-a-law-test' // the experiment does not vary shape at equal budget

export interface VerdictNumber {
  readonly name: string // "s"
  readonly meaning: string // "exponent of depth at equal budget"
  readonly estimate: Estimate
  /** What the laws predict for it, shown beside it; empty where no law speaks. */
  readonly predicted: readonly { readonly law: string; readonly value: number }[]
}

export interface Verdict {
  readonly kind: VerdictKind
  /** Fewer than 8 seeds, 5 shapes on each of 3 budgets, or an interval of seed noise only: a preview, and the sentence says so. */
  readonly preview: boolean
  readonly sentence: string // a newspaper could print it
  readonly paragraph: string // a reviewer would accept it
  readonly numbers: readonly VerdictNumber[]
  /** Which criterion was met or missed, one sentence each. */
  readonly reasons: readonly string[]
  readonly caveats: readonly string[]
}

export interface Evidence {
  /** Words for the count: "facts stored", "features computed". */
  readonly counted: string
  readonly isLawTest: boolean // residual networks that differ in shape
  readonly rows: readonly ShapeRow[]
  readonly law: LawFit
  readonly descriptive: DescriptiveExponent | null // s at the ceiling: shown, never judged
  readonly premise: readonly Premise[]
  readonly lossMatched: readonly LossMatchedPair[]
  readonly layers: LayerEvidence | null
  readonly shared: SharedFeatures | null // widest pair; null with uniform importance or one seed
  readonly seeds: number // fewest over rows
  readonly budgets: number
  readonly controls: readonly Control[]
  readonly runCaveats: readonly string[] // run-caveats.ts
}

/** Of the deepest shape: do features live in layers? */
export interface LayerEvidence {
  readonly depth: number
  readonly participation: number // PR
  readonly participationNull: number
  readonly ablationLoss: number
}

const laws = [
  { kind: 'universality', law: scalingLaws.universality, low: -0.1, high: 0.1 },
  { kind: 'fixed-degree', law: scalingLaws.fixedDegree, low: 0.4, high: 0.6 },
  { kind: 'residual-width', law: scalingLaws.residualWidth, low: -0.6, high: -0.4 },
] as const

function digits(value: number, places = 2): string {
  const text = value.toFixed(places)
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−') // never −0.00
}
const inWords = (interval: Interval | null, places = 2): string =>
  interval === null ? 'no interval' : `${Math.round(interval.level * 100)}% interval ${digits(interval.low, places)} to ${digits(interval.high, places)}`
const withInterval = ({ value, interval }: Estimate): string => `${digits(value)} (${inWords(interval)})`

/** s that a pair's ratio of features per neuron implies: ½ − ln(ratio)/ln(L_ref/L). */
export function pairExponent({ value, interval, interval90 }: Estimate, depthRatio: number): Estimate {
  const s = (ratio: number): number => 0.5 - Math.log(ratio) / Math.log(depthRatio)
  const turned = (bounds: Interval | null): Interval | null => {
    if (bounds === null) return null
    const ends = [s(bounds.low), s(bounds.high)].sort((x, y) => x - y)
    return { low: ends[0], high: ends[1], level: bounds.level }
  }
  return { value: s(value), interval: turned(interval), interval90: turned(interval90) }
}

interface WidestPair { readonly deep: ShapeRow; readonly wide: ShapeRow; readonly ratio: Estimate; readonly depthRatio: number }

/** Per comparison the reference and the shallowest other row, with at least two layers where there is one. */
export function widestPairs(rows: readonly ShapeRow[]): WidestPair[] {
  return [...new Set(rows.map(({ comparison }) => comparison))].flatMap((comparison) => {
    const members = rows.filter((row) => row.comparison === comparison)
    const deep = members.find(({ isReference }) => isReference)
    const others = members.filter((row) => deep && row.layers < deep.layers && row.ratioToReference)
    const inDomain = others.filter(({ layers }) => layers >= 2)
    const wide = (inDomain.length > 0 ? inDomain : others).reduce<ShapeRow | null>((least, row) => (least === null || row.layers < least.layers ? row : least), null)
    return deep && wide ? [{ deep, wide, ratio: wide.ratioToReference!, depthRatio: deep.layers / wide.layers }] : []
  })
}

export function reachVerdict(evidence: Evidence): Verdict {
  const { law, rows } = evidence
  const pairs = widestPairs(rows)
  const common = { preview: isPreview(evidence), numbers: numbersOf(evidence, pairs), caveats: caveatsOf(evidence) }
  if (!evidence.isLawTest) return { ...common, kind: 'not-a-law-test', reasons: [], ...plainWords(evidence) }
  if (law.kind === 'none') {
    return isSaturated(law) && pairs.length > 0
      ? { ...common, kind: 'saturated', reasons: law.dropped.map(({ label, reason }) => `${label} is left out of the law: ${reason}.`), ...saturatedWords(evidence, pairs) }
      : { ...common, kind: 'not-enough', reasons: [`No law: ${law.reason}.`], ...tooFewWords(evidence, law.reason, pairs) }
  }
  if (law.s.interval90 === null) {
    return { ...common, kind: 'not-enough', reasons: [`s = ${digits(law.s.value)} without an interval: ${law.method}.`], ...noIntervalWords(evidence, law.s.value, pairs) }
  }
  const calibrated = calibrationWords(evidence.controls) === null
  const reasons = laws.map(({ law: { name }, low, high }) => {
    const where = { inside: calibrated ? 'lies inside' : 'lies, by a test whose calibration misses, inside', outside: 'lies wholly outside', undecided: 'is not settled against' }[standing(law.s, low, high)]
    return `${name[0].toUpperCase()}${name.slice(1)}: s = ${digits(law.s.value)} (${inWords(law.s.interval90)}) ${where} [${digits(low, 1)}, ${digits(high, 1)}].`
  })
  const fitting = laws.find(({ low, high }) => standing(law.s, low, high) === 'inside')
  if (fitting === undefined) return { ...common, kind: 'intermediate', reasons, ...intermediateWords(evidence, law.s, pairs) }
  const against = pairs.filter(({ ratio, depthRatio }) => standing(pairExponent(ratio, depthRatio), fitting.low, fitting.high) === 'outside')
  for (const { deep, wide, ratio } of against) {
    reasons.push(`But features per neuron of ${wide.label} over ${deep.label} are ${withInterval(ratio)}, which this law does not allow.`)
  }
  const otherSet = fitting.kind === 'universality' && evidence.shared?.normalised != null && evidence.shared.normalised < 0.9
  if (otherSet) reasons.push(`But the shapes share fewer features than seeds of one shape do: U = ${digits(evidence.shared!.normalised!)}, below 0.9.`)
  if (against.length > 0 || otherSet) return { ...common, kind: 'intermediate', reasons, ...againstWords(evidence, fitting.law.name, law.s, pairs, against) }
  return { ...common, kind: fitting.kind, reasons: [...reasons, ...contradiction(evidence, fitting.kind, pairs)], ...lawWords(evidence, fitting.kind, law.s, pairs) }
}

const shapeCount = ({ rows }: Evidence): number => new Set(rows.map(({ shape: { width, depth, neurons } }) => `${width}/${depth}/${neurons}`)).size

const designIn = ({ law, rows, seeds, budgets }: Evidence): Design => designOf(law, rows, { seeds, budgets })

const isPreview = (evidence: Evidence): boolean => evidence.isLawTest && !isFull(designIn(evidence), evidence.law)

const sizeWords = ({ seeds, shapes, budgets }: Design): string =>
  `${plural(seeds, 'seed')}, ${plural(shapes, 'shape')}${budgets > 1 ? ' per budget' : ''}, ${plural(budgets, 'budget')}`

/** What a sentence begins with when it is quoted alone. */
const preview = (evidence: Evidence): string => (isPreview(evidence) ? `A preview (${sizeWords(designIn(evidence))}): ` : '')

function numbersOf({ law, descriptive, layers, shared }: Evidence, pairs: readonly WidestPair[]): VerdictNumber[] {
  const bare = (value: number): Estimate => ({ value, interval: null, interval90: null })
  const numbers: VerdictNumber[] = []
  if (law.kind !== 'none') {
    numbers.push({
      name: 's', meaning: 'exponent of depth at equal budget: F ∝ L^s', estimate: law.s,
      predicted: laws.map(({ law: { name, a, b } }) => ({ law: name, value: isoBudgetExponent({ a, b }) })),
    })
  }
  if (law.kind !== 'none' && law.farFromCeiling) {
    const { s, cells } = law.farFromCeiling
    numbers.push({ name: 's', meaning: `of the ${plural(cells, 'cell')} below ${100 * farFraction}% of all features alone, far from the ceiling`, estimate: s, predicted: [] })
  }
  if (descriptive) numbers.push({ name: 's', meaning: `of these shapes, F ∝ L^s at equal budget (${ceilingWords})`, estimate: descriptive.s, predicted: [] })
  for (const { deep, wide, ratio, depthRatio } of pairs) {
    numbers.push({
      name: 'ratio', meaning: `features per neuron, ${wide.label} over ${deep.label}`, estimate: ratio,
      predicted: laws.map(({ law: { name, a, b } }) => ({ law: name, value: degreeRatio(isoBudgetExponent({ a, b }), depthRatio) })),
    })
  }
  if (layers) {
    numbers.push({ name: 'PR', meaning: `layers sharing a feature, of ${layers.depth} (shuffled: ${digits(layers.participationNull)})`, estimate: bare(layers.participation), predicted: [{ law: 'features divided over layers', value: 1 }] })
    numbers.push({ name: 'lost', meaning: `share of features lost with one of ${layers.depth} layers`, estimate: bare(layers.ablationLoss), predicted: [{ law: 'features divided over layers', value: 1 / layers.depth }] })
  }
  if (shared?.normalised != null) numbers.push({ name: 'U', meaning: 'features shared across shapes, over what seeds of one shape share', estimate: bare(shared.normalised), predicted: [{ law: 'universality', value: 1 }] })
  return numbers
}

function caveatsOf(evidence: Evidence): string[] {
  const { rows, law, premise, lossMatched, isLawTest, layers } = evidence
  const caveats: string[] = []
  if (isPreview(evidence)) {
    const { seeds, shapes, budgets } = fullDesign
    caveats.push(`A preview: ${sizeWords(designIn(evidence))}; a verdict to quote needs ${seeds} seeds, ${shapes} shapes on each of ${budgets} budgets, and an interval that counts departures from the law.`)
  }
  const flagged = new Map<string, string[]>()
  for (const row of rows) for (const flag of row.flags) flagged.set(flag, [...(flagged.get(flag) ?? []), row.label])
  for (const [flag, labels] of flagged) caveats.push(`${labels.join(', ')}: ${flag}.`)
  if (law.kind !== 'none') {
    for (const { label, reason } of law.dropped) caveats.push(`${label} is left out of the law: ${reason}.`)
    caveats.push(`The interval of s is made from ${law.method}.`)
    const { seedInterval, s } = law
    const ceiling = ceilingCaveat(evidence)
    if (ceiling !== null) caveats.push(ceiling)
    if (seedInterval && s.interval && s.interval.high - s.interval.low > 2 * (seedInterval.high - seedInterval.low)) {
      caveats.push(`Seeds alone would give s a ${inWords(seedInterval)}: the rest is departure from the power law between shapes.`)
    }
  }
  if (premise.some(({ verdict }) => verdict === 'fails')) {
    caveats.push('Shapes of equal size differ in loss by more than 5%: part of a difference in counts may be a difference in training, not in capacity.')
    const labelOf = (key: string): string => rows.find((row) => row.key === key)?.label ?? key
    for (const { deep, wide, countRatio } of lossMatched) {
      caveats.push(`Of equal size and equal loss are ${labelOf(deep)} and ${labelOf(wide)}: the latter learned ${withInterval(countRatio)} times as many features.`)
    }
  }
  if (isLawTest) caveats.push(...aspectCaveats(rows))
  if (isLawTest && layers && layers.participation > 1.25) caveats.push('Features are not divided over layers, so features per layer is an average and not a partition.')
  caveats.push(...evidence.runCaveats)
  const calibration = calibrationWords(evidence.controls)
  if (calibration !== null) caveats.push(calibration)
  if (isLawTest) caveats.push('A toy: what binds here (parameters, neurons or the stream) is set by the task, and no toy tells what binds in a language model.')
  return caveats
}

/** Counts of 30 to 60% are in the fit; a ceiling draws s to 0, so s without them must agree. */
function ceilingCaveat({ law, rows }: Evidence): string | null {
  if (law.kind === 'none') return null
  const percent = `${100 * farFraction}%`, far = law.farFromCeiling
  if (far !== null) {
    const agrees = far.s.interval === null || (far.s.interval.low <= law.s.value && law.s.value <= far.s.interval.high)
    return agrees ? null : `Counts bend towards their ceiling: the ${plural(far.cells, 'cell')} below ${percent} of all features alone give s = ${withInterval(far.s)}, against ${digits(law.s.value)} over all, and a ceiling draws s towards 0.`
  }
  const near = law.cells.filter(({ counts }) => counts.reduce((sum, count) => sum + count, 0) / counts.length >= farFraction * (rows.at(0)?.featureCount ?? Infinity))
  return near.length === 0 ? null : `${near.length} of ${plural(law.cells.length, 'cell')} learned over ${percent} of all features, and too few lie below to fit s without them: a ceiling draws s towards 0.`
}

/** Shapes of one comparison whose neurons per width differ: the law's d and L do not say what m does. */
function aspectCaveats(rows: readonly ShapeRow[]): string[] {
  return [...new Set(rows.map(({ comparison }) => comparison))].flatMap((comparison) => {
    const aspects = rows.filter((row) => row.comparison === comparison).map(({ shape: { neurons, width } }) => neurons / width)
    const least = Math.min(...aspects), most = Math.max(...aspects)
    return most <= 1.15 * least ? [] : [`Neurons per width, m/d, run from ${digits(least)} to ${digits(most)} among shapes of about ${Math.round(rows.find((row) => row.comparison === comparison)!.nonEmbeddingParameters)} parameters: the law is fitted to d and L only, so an effect of m passes for one of depth.`]
  })
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

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

type Words = Pick<Verdict, 'sentence' | 'paragraph'>

function lawWords(evidence: Evidence, kind: (typeof laws)[number]['kind'], s: Estimate, pairs: readonly WidestPair[]): Words {
  const sentence = {
    universality: `Deep or wide, networks of equal size learned equally many features, ${bandWords(evidence.law, 0.1)} (s = ${digits(s.value)}, ${inWords(s.interval)}), so each neuron of a wide network carried more of them: the note's table holds in this toy.`,
    'fixed-degree': `Each neuron carried the same number of features whatever the shape (s = ${digits(s.value)}, ${inWords(s.interval)}), so networks of equal size but different shape did not learn equally many: the note's table fails in this toy.`,
    'residual-width': `The count of features followed the width of the residual stream (s = ${digits(s.value)}, ${inWords(s.interval)}): wide networks learned more than deep ones of equal size, and the note's table fails in this toy.`,
  }[kind]
  const calibration = calibrationWords(evidence.controls)
  return {
    sentence: preview(evidence) + (calibration === null ? sentence : `${sentence.slice(0, -1)}, provisionally: the test's own calibration misses.`),
    paragraph: `Counting ${evidence.counted} over ${designWords(evidence)}, ${exponentWords(s)}. At equal size, ${pairWords(pairs)}. ${fitWords(evidence.law)}${calibration === null ? '' : ` ${calibration}`}`,
  }
}

function intermediateWords(evidence: Evidence, s: Estimate, pairs: readonly WidestPair[]): Words {
  const compatible = laws.filter(({ law }) => s.interval && s.interval.low <= isoBudgetExponent(law) && isoBudgetExponent(law) <= s.interval.high)
  const fits = compatible.length > 0
    ? `which leaves room for ${compatible.map(({ law: { name }, law }) => `${name} (${digits(isoBudgetExponent(law), 1)})`).join(' and ')} but does not show it to the accuracy asked for`
    : 'which is neither equal counts (0) nor a fixed number per neuron (0.5)'
  return {
    sentence: `${preview(evidence)}${compatible.length > 0 ? 'Not settled' : 'Intermediate'}: at equal size the number of features changed as depth to the power s = ${digits(s.value)} (${inWords(s.interval)}), ${fits}.`,
    paragraph: `Counting ${evidence.counted} over ${designWords(evidence)}, ${exponentWords(s)}. At equal size, ${pairWords(pairs)}. ${fitWords(evidence.law)}`,
  }
}

/** s lies in the band of a law, and something else contradicts that law. */
function againstWords(evidence: Evidence, name: string, s: Estimate, pairs: readonly WidestPair[], against: readonly WidestPair[]): Words {
  const [pair] = against
  const why = pair === undefined
    ? `the shapes share fewer features than seeds of one shape do (U = ${digits(evidence.shared!.normalised!)})`
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

/** Stands wherever a descriptive s does. */
const ceilingWords = 'at the ceiling: says nothing about the law by itself'

function saturatedWords(evidence: Evidence, pairs: readonly WidestPair[]): Words {
  const shares = evidence.rows.map(({ measured, featureCount }) => 100 * measured.featuresLearned.mean / featureCount)
  const range = `${digits(Math.min(...shares), 0)} to ${digits(Math.max(...shares), 0)}%`
  const { descriptive } = evidence
  const described = descriptive && ` Along shapes of equal size F ∝ L^s with s = ${withInterval(descriptive.s)}, ${ceilingWords}.`
  const describedMethod = descriptive && ` That s describes all ${plural(descriptive.cells, 'cell')}, its interval made from ${descriptive.method}.`
  return {
    sentence: `The networks learned ${range} of all there was to learn, so the note's table is met or missed by the ceiling as much as by a law: ${pairWords(pairs)}.${described ?? ''}`,
    paragraph: `Counting ${evidence.counted} over ${designWords(evidence)}.${describedMethod ?? ''} Shapes whose count is above 60% of all features are left out of the law, because any law looks like equality at the ceiling; too few are left to fit one. A task well over capacity, as in the presets that fit the law, decides.`,
  }
}

function tooFewWords(evidence: Evidence, reason: string, pairs: readonly WidestPair[]): Words {
  return {
    sentence: `Not enough shapes for a law: ${reason}.`,
    paragraph: pairs.length > 0
      ? `Counting ${evidence.counted} over ${designWords(evidence)}; ${pairWords(pairs)}. A law of width and depth needs more shapes.`
      : `Counting ${evidence.counted} over ${designWords(evidence)}. To compare shapes, at least two of equal size must have finished.`,
  }
}

function noIntervalWords(evidence: Evidence, s: number, pairs: readonly WidestPair[]): Words {
  return {
    sentence: `One seed per shape gives s = ${digits(s)} but no interval, hence no verdict.`,
    paragraph: `Counting ${evidence.counted} over ${designWords(evidence)}; ${pairWords(pairs)}. Two seeds give a first interval, eight a verdict.`,
  }
}

function plainWords({ rows, counted, seeds }: Evidence): Words {
  if (rows.length === 0) return { sentence: 'Nothing is measured yet.', paragraph: 'No run has finished.' }
  const counts = rows.map(({ measured }) => measured.featuresLearned.mean)
  const range = counts.length === 1 ? digits(counts[0], 1) : `${digits(Math.min(...counts), 1)} to ${digits(Math.max(...counts), 1)}`
  const settings = new Set(rows.map(settingKey)).size, varies = varying(rows)
  const swept = varies.importance ? `${settings} settings of sparsity and importance` : `${settings} sparsities`
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

/** Whether the note's contradiction is real here: the degree moves at equal sparsity. */
function contradiction({ layers }: Evidence, kind: (typeof laws)[number]['kind'], pairs: readonly WidestPair[]): string[] {
  if (kind === 'fixed-degree') return ['The degree of superposition is the same for every shape at equal sparsity, as the note takes from the bound; it is the other premise, equal features at equal size, that fails.']
  const moved = pairs.filter(({ ratio: { interval } }) => interval && (interval.low > 1 || interval.high < 1))
  if (kind !== 'universality' || moved.length === 0) return []
  const reasons = ['At equal sparsity the degree of superposition differs between shapes beyond seed noise, so it is not a function of sparsity alone: read as an equality, the bound is contradicted; read as an upper bound, it is merely not binding here.']
  if (layers && layers.participation > 1.25) {
    reasons.push(`Features are shared by ${digits(layers.participation, 1)} of ${layers.depth} layers (${digits(layers.participationNull, 1)} when shuffled) and one layer's loss costs ${Math.round(100 * layers.ablationLoss)}% of them, not 1/${layers.depth}: the note's division of features over layers does not hold.`)
  }
  return reasons
}
