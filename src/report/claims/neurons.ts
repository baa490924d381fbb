/** What single neurons stand for: a privileged basis, and computing in superposition. */
import type { neuronClaims } from '../../science/claims/elhage-neurons'
import { formatPercent, formatShort } from '../numbers'
import type { ClaimTexts } from './claim-text'

export const neuronTexts: ClaimTexts<typeof neuronClaims> = {
  'privileged-monosemantic': {
    source: 'Elhage et al. 2022, Superposition in a privileged basis',
    says: 'With a ReLU on the hidden layer and p ≥ 0.5, every neuron stands for one feature.',
    expected: 'best restart: the second weight of every neuron below a tenth of its first',
    measured: (found) => found.map(({ p, share, second }) => `${formatPercent(share)} at p = ${formatShort(p)} (second weight up to ${formatPercent(second)} of the first)`).join(', '),
  },
  'privileged-sharing': {
    source: 'Elhage et al. 2022, Superposition in a privileged basis (1,000 restarts)',
    says: 'As p falls, features share neurons: 3 in 2 (p = 0.2 to 0.5), 5 in 3 (0.15), 6 in 4 (0.12), 8 in 5 (0.05 to 0.08).',
    expected: 'best restart: these numbers at every such p',
    measured: (found) => found.map(({ p, features, neurons }) => `${features} in ${neurons} at p = ${formatShort(p)}`).join(', '),
  },
  'absolute-value-neurons': {
    source: 'Elhage et al. 2022, Computation in superposition',
    says: 'Neurons that compute |x| stand for one feature each when data are dense, and for many when it is very sparse.',
    expected: 'share of neurons with a second weight below a tenth of the first: at least 95% for p ≥ 0.3, at most 5% at p = 0.001, never rising by more than 10% as p falls',
    measured: (found) => found.map(({ p, share }) => `${formatPercent(share)} at p = ${formatShort(p)}`).join(', '),
  },
}
