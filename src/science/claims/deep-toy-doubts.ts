/** What could make the law of the deep toy wrong, each doubt a claim of its own: training that had not run out, and knobs that were never turned. */
import { lawsOnRecord } from '../conclusions/laws-on-record'
import type { RunOut } from '../conclusions/run-out'
import { lawStandsWithin } from '../criteria'
import { standing } from '../statistics/equivalence'
import type { Estimate } from '../statistics/spread'
import { summarise } from '../summary'
import type { Claim } from './claim'

/** s and g of a changed law, beside those on record. */
export interface ChangedLaw {
  readonly s: Estimate
  readonly g: Estimate
  readonly reference: { readonly s: number; readonly g: number }
  readonly cells: number
}

const referencePreset = 'law-of-the-deep-toy'

/** Met where the 90% intervals of s and g lie within lawStandsWithin of the reference, missed where a 95% interval lies beyond; between, these runs cannot tell. */
const lawStands = (preset: string) => ({
  preset,
  judge(runs) {
    const { sparsityLaw } = summarise(runs), reference = lawsOnRecord.find((law) => law.preset === referencePreset)
    if (sparsityLaw === null || sparsityLaw.kind === 'none' || sparsityLaw.s === null || !reference?.s || !reference.g) return { found: null, met: null }
    const { s, g, cells } = sparsityLaw
    const around = (estimate: Estimate, centre: number, half: number) => standing(estimate, centre - half, centre + half)
    const places = [around(s, reference.s.value, lawStandsWithin.s), around(g, reference.g.value, lawStandsWithin.g)]
    return {
      found: { s, g, reference: { s: reference.s.value, g: reference.g.value }, cells: cells.length },
      met: places.includes('outside') ? false : places.every((place) => place === 'inside') ? true : null,
    }
  },
}) satisfies Claim<ChangedLaw | null>

export const deepToyDoubtClaims = {
  'deep-toy-run-out': {
    preset: 'deep-toy-run-out',
    judge(runs) {
      const { runOut } = summarise(runs)
      return { found: runOut, met: runOut === null || runOut.standing === 'undecided' ? null : runOut.standing === 'inside' }
    },
  } satisfies Claim<RunOut | null>,
  'law-stands-at-equal-presentations': lawStands('law-at-equal-presentations'),
  'law-stands-with-wide-layers': lawStands('deep-toy-wide-layers'),
  'law-stands-with-rmsnorm': lawStands('deep-toy-rmsnorm'),
  'law-stands-with-graded-importance': lawStands('deep-toy-graded-importance'),
  'law-stands-with-more-features': lawStands('deep-toy-more-features'),
} satisfies Record<string, Claim>
