/** "Demonstrating superposition": twenty features in five dimensions, with and without the ReLU. */
import type { superpositionClaims } from '../../science/claims/elhage-superposition'
import { formatPercent, formatShort } from '../numbers'
import { type ClaimTexts, formatRange, formatValues } from './claim-text'

/** Counted from 1, as people count them. */
const formatFeatures = (features: readonly number[]): string => (features.length === 0 ? 'none' : features.map((f) => f + 1).join(', '))

export const superpositionTexts: ClaimTexts<typeof superpositionClaims> = {
  'linear-keeps-the-top-five': {
    source: 'Elhage et al. 2022, Demonstrating superposition',
    says: 'A linear model represents exactly the five most important features at every sparsity.',
    expected: 'features 1 to 5 and no others, every p and seed',
    measured: ({ right, runs }) => `exactly these in ${right} of ${runs} runs`,
  },
  'linear-loss': {
    source: 'closed form: the dropped variance, v = p/3 − p²/4',
    says: 'Its loss is v times the importance that it drops, 0.5576 v.',
    expected: 'ratio to the closed form within 3% of 1 at every p, best seed',
    measured: ({ ratios, missed }) => `ratio ${formatRange(ratios)}${missed.length === 0 ? '' : `; outside: ${missed.map(({ p, ratio }) => `${formatShort(ratio)} at p = ${formatShort(p)}`).join(', ')}`}`,
  },
  'relu-dense': {
    source: 'Elhage et al. 2022, Demonstrating superposition',
    says: 'With the ReLU and dense data (p = 1) the model still represents the five most important features.',
    expected: 'features 1 to 5 and no others at p = 1, every seed',
    measured: ({ right, runs, p }) => `exactly these in ${right} of ${runs} runs at p = ${formatShort(p)}`,
  },
  'relu-grows': {
    source: 'Elhage et al. 2022, Demonstrating superposition',
    says: 'The sparser the data, the more features it represents.',
    expected: 'best seed: the count never falls as p falls, and ends above 5',
    measured: (found) => `${found.map(({ count }) => count).join(', ')} at p = ${formatValues(found.map(({ p }) => p))}`,
  },
  'relu-sparse-count': {
    source: 'a replication (coeiico/sardines-mlp): up to 13 to 14 at the sparse end',
    says: 'At the sparse end about 13 to 14 of the twenty are represented.',
    expected: '11 to 16 at the smallest p, every seed',
    measured: ({ p, counts }) => `${formatRange(counts, String)} at p = ${formatShort(p)}`,
  },
  'relu-antipodal-among-the-lesser': {
    source: 'Elhage et al. 2022, Demonstrating superposition',
    says: 'The first features beyond five enter as antipodal pairs among the less important, while the most important keep a dimension each.',
    expected: 'at the first p with more than five features, best seed: D = 1 (±0.05) for feature 1, and every antipodal pair less important than every feature with D above 0.95',
    measured: (found) => {
      if (found === null) return 'never more than five'
      const { p, held, alone, paired } = found
      return `at p = ${formatShort(p)}: a dimension each for ${formatFeatures(alone)}; half a dimension for ${formatFeatures(paired)}; ${formatPercent((held - alone.length - paired.length) / held)} otherwise`
    },
  },
}
