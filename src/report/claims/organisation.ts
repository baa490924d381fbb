/** How features that come together, apart or more rarely are arranged. */
import type { organisationClaims } from '../../science/claims/elhage-organisation'
import { formatShort } from '../numbers'
import { type ClaimTexts, formatValues } from './claim-text'

const formatSettingsRight = ({ right, of }: { readonly right: readonly number[]; readonly of: readonly number[] }): string =>
  `so at p = ${formatValues(right) || 'none'} of ${formatValues(of)}`

export const organisationTexts: ClaimTexts<typeof organisationClaims> = {
  'correlated-orthogonal': {
    source: 'Elhage et al. 2022, Organization of correlated and anticorrelated features',
    says: 'Features that come together are stored at right angles, each antipodal to one of the other pair.',
    expected: 'best restart at every p ≤ 0.05: pairs orthogonal (cosine below 0.14), each feature antipodal to one of the other pair (below −0.99)',
    measured: formatSettingsRight,
  },
  'anticorrelated-antipodal': {
    source: 'Elhage et al. 2022, Organization of correlated and anticorrelated features',
    says: 'Features that never come together are antipodal, and orthogonal to the other pair.',
    expected: 'best restart at every p: cosine below −0.99 within pairs, between −0.14 and 0.14 across',
    measured: formatSettingsRight,
  },
  'correlated-collapse': {
    source: 'Elhage et al. 2022, Organization of correlated and anticorrelated features',
    says: 'The denser the data, the more of three correlated pairs collapse into their principal component.',
    expected: 'best restart, cosine above 0.98: none for p below 0.05, one for 0.05 to 0.15, two for 0.15 to 0.2, three for 0.25 to 0.5',
    measured: (found) => found.map(({ p, pairs, expected }) => `${pairs} at p = ${formatShort(p)}${expected === null || expected === pairs ? '' : ` (expected ${expected})`}`).join(', '),
  },
  'pentagon-snaps': {
    source: 'Elhage et al. 2022, Non-uniform superposition',
    says: 'A pentagon of which one feature is made rarer snaps to two digons without it, when it is about 2.5 times rarer.',
    expected: 'best restart: five features while it is at most twice rarer, two digons from three times on',
    measured: (found) => {
      const rarerOf = (kind: (typeof found)[number]['kind']): number[] => found.filter((setting) => setting.kind === kind).map(({ rarer }) => rarer)
      const five = rarerOf('five'), digons = rarerOf('digons'), other = found.filter(({ kind }) => kind === 'other')
      return `five features up to ${five.length > 0 ? formatShort(Math.max(...five)) : 'none'} times rarer, two digons from ${digons.length > 0 ? formatShort(Math.min(...digons)) : 'none'} on`
        + (other.length > 0 ? `; besides ${other.map(({ rarer, held, arrangement }) => `${held} features, ${arrangement} at ${formatShort(rarer)}`).join(', ')}` : '')
    },
  },
}
