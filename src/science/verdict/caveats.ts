/** What could make a verdict wrong, one sentence each. */
import { calibrationWords } from '../conclusions/controls'
import type { ShapeRow } from '../conclusions/note-table'
import { departuresShowFrom, dividedBelow, equalLossBand, farFraction, fullDesign, neuronsPerWidthAlike } from '../criteria'
import { type Evidence, designIn, isPreview, sizeWords } from './evidence'
import { digits, inWords, plural, withInterval } from './number-words'

export function caveatsOf(evidence: Evidence): string[] {
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
    if (seedInterval && s.interval && s.interval.high - s.interval.low > departuresShowFrom * (seedInterval.high - seedInterval.low)) {
      caveats.push(`Seeds alone would give s a ${inWords(seedInterval)}: the rest is departure from the power law between shapes.`)
    }
  }
  if (premise.some(({ verdict }) => verdict === 'fails')) {
    caveats.push(`Shapes of equal size differ in loss by more than ${100 * equalLossBand}%: part of a difference in counts may be a difference in training, not in capacity.`)
    const labelOf = (key: string): string => rows.find((row) => row.key === key)?.label ?? key
    for (const { deep, wide, countRatio } of lossMatched) {
      caveats.push(`Of equal size and, within ${100 * equalLossBand}%, equal loss are ${labelOf(deep)} and ${labelOf(wide)}: the latter learned ${withInterval(countRatio)} times as many features.`)
    }
  }
  if (isLawTest) caveats.push(...aspectCaveats(rows))
  if (isLawTest && layers && layers.participation.value > dividedBelow) caveats.push('Features are not divided over layers, so features per layer is an average and not a partition.')
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
    return most <= neuronsPerWidthAlike * least ? [] : [`Neurons per width, m/d, run from ${digits(least)} to ${digits(most)} among shapes of about ${Math.round(rows.find((row) => row.comparison === comparison)!.nonEmbeddingParameters)} parameters: the law is fitted to d and L only, so an effect of m passes for one of depth.`]
  })
}
