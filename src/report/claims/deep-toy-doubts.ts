/** The doubts about the law of the deep toy, and what became of each. */
import type { ChangedLaw, deepToyDoubtClaims } from '../../science/claims/deep-toy-doubts'
import { lawStandsWithin, runOutBand } from '../../science/criteria'
import { formatEstimate } from '../estimates'
import { formatFixed, formatShort } from '../numbers'
import type { ClaimText, ClaimTexts } from './claim-text'

const source = 'the law of the deep toy in full, this lab, 2026-11-28'

const stands = (says: string): ClaimText<ChangedLaw | null> => ({
  says, source, expected: `the 90% intervals of s and g within ${formatShort(lawStandsWithin.s)} and ${formatShort(lawStandsWithin.g)} of the law on record`,
  measured: (found) => found === null ? 'no law in two numbers'
    : `s = ${formatEstimate(found.s)} beside ${formatFixed(found.reference.s)}, g = ${formatEstimate(found.g)} beside ${formatFixed(found.reference.g)}, ${found.cells} cells`,
})

export const deepToyDoubtTexts: ClaimTexts<typeof deepToyDoubtClaims> = {
  'deep-toy-run-out': {
    says: 'The training of the deep toy has run out: twice the steps change no count.', source,
    expected: `in every cell the 90% interval of F(2T)/F(T) inside ${formatShort(runOutBand.low)} to ${formatShort(runOutBand.high)}`,
    measured: (found) => found === null ? 'no length of training is twice another'
      : found.cells.map(({ steps, growth }) => `${formatEstimate(growth)} at ${steps} steps`).join('; '),
  },
  'law-stands-at-equal-presentations': stands('The law of the deep toy stands when rare features are shown as often as frequent ones, at the best learning rate of every cell.'),
  'law-stands-with-wide-layers': stands('The law of the deep toy does not depend on neurons per width: it stands with twice as many.'),
  'law-stands-with-rmsnorm': stands('The law of the deep toy stands with RMSNorm before every layer.'),
  'law-stands-with-graded-importance': stands('The law of the deep toy stands when features matter unequally.'),
  'law-stands-with-more-features': stands('The law of the deep toy is no effect of the number of features: it stands with twice as many.'),
}
