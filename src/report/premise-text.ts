/** The note's first premise, that equal size gives equal loss. */
import type { OutsidePair, Premise } from '../science/conclusions/premise'
import type { NameOf } from './labels'
import { formatFixed, formatPercent } from './numbers'

export function describePremise(premise: Premise, nameOf: NameOf): string {
  if (premise.verdict === 'not-testable') return 'Whether equal size gives equal loss cannot be asked: fewer than two shapes with two layers or more.'
  const band = `±${formatPercent(premise.band, 1)}`
  const losses = `losses of the ${premise.shapes} shapes with two or more layers spread over ${formatPercent(premise.relativeSpread, 1)} of their mean`
  switch (premise.verdict) {
    case 'holds': return `Equal size gave equal loss: the ${losses}, inside the band of ${band}.`
    case 'fails': return `Equal size did not give equal loss: the ${losses}, ${describePair(premise.outside, nameOf)}, outside the band of ${band}, so the note's first premise fails here and shapes of equal size are not models of equal performance.`
    case 'undecided': return `Whether equal size gives equal loss is undecided: the ${losses}, with too few or too noisy seeds to place every pair inside or outside ${band}.`
  }
  premise satisfies never
}

/** "d 64 × L 4 and d 128 × L 1 differ by 12.0% (95% interval 10.5 to 13.5%)". */
function describePair({ higher, lower, difference: { value, interval } }: OutsidePair, nameOf: NameOf): string {
  const bounds = interval === null ? '' : ` (95% interval ${formatFixed(100 * interval.low, 1)} to ${formatPercent(interval.high, 1)})`
  return `${nameOf(higher)} and ${nameOf(lower)} differ by ${formatPercent(value, 1)}${bounds}`
}
