/** Loss over width in strong and weak superposition. */
import { type LossOverWidth, type lossOverWidthClaims, lossExponentTolerance } from '../../science/claims/loss-over-width'
import { formatEstimate } from '../estimates'
import { formatFixed, formatShort } from '../numbers'
import type { ClaimTexts } from './claim-text'

const source = 'Liu, Liu and Gore 2025 (arXiv 2505.10465)', band = `within ${formatShort(lossExponentTolerance)}, by its 90% interval`

const measured = (laws: readonly LossOverWidth[]): string => (laws.length === 0 ? 'no law' : laws.map(({ frequencyExponent, exponent, leftOut, widths }) =>
  `L ∝ m^e with e = ${formatEstimate(exponent)} at frequencies i^−${formatShort(frequencyExponent)}, ${widths} widths (${formatFixed(leftOut)} if the m most frequent were kept)`).join('; '))

export const lossOverWidthTexts: ClaimTexts<typeof lossOverWidthClaims> = {
  'strong-superposition-loss': {
    says: 'In strong superposition, at negative weight decay, the loss falls as one over the width whatever the frequencies of features.', source,
    expected: `e = −1 at every frequency exponent, ${band}`, measured,
  },
  'weak-superposition-loss': {
    says: 'In weak superposition, at strong weight decay, the loss falls with width as the summed frequencies of the features left out.', source,
    expected: `e that of the features beyond the m most frequent, ${band}`, measured,
  },
}
