/** Superposition as a phase change: two features in one dimension, three in two. */
import type { phaseClaims } from '../../science/claims/elhage-phase'
import { formatPercent, formatShort } from '../numbers'
import { type ClaimTexts, formatValues } from './claim-text'
import { formatRatios } from './geometry'

const mostExamples = 4

/** How many cells of a diagram agree with theory, and some that do not. */
const formatCells = (cells: number, wrong: readonly string[]): string =>
  `${formatPercent(1 - wrong.length / cells, 1)} of ${cells} cells${wrong.length === 0 ? '' : `; not at ${wrong.slice(0, mostExamples).join('; ')}${wrong.length > mostExamples ? ', …' : ''}`}`

export const phaseTexts: ClaimTexts<typeof phaseClaims> = {
  'two-in-one-optimum': {
    source: 'least loss over (W, b), equal importance (quadrature, ±0.1%)',
    says: 'Two equal features in one dimension: the best of the restarts reaches the least possible loss.',
    expected: 'loss within 2% of the optimum at p = 0.01 to 0.7',
    measured: formatRatios,
  },
  'antipodal-when-sparse': {
    source: 'Elhage et al. 2022, Superposition as a phase change; closed form p* = 4/7',
    says: 'Below p = 4/7 both features are stored, as an antipodal pair.',
    expected: 'best restart an antipodal pair at every p ≤ 0.55',
    measured: ({ sparsities, wrong }) => `a pair at ${sparsities - wrong.length} of ${sparsities} sparsities${wrong.length === 0 ? '' : `, not at p = ${formatValues(wrong)}`}`,
  },
  'phase-diagram': {
    source: 'Elhage et al. 2022, Superposition as a phase change; boundary p* = 4r/(2 + 5r), 4/(5 + 2r)',
    says: 'Which of the three phases is found follows the theory diagram over p and the importance r of the second feature.',
    expected: 'best restart: at least 90% of the cells more than 0.15 decade of p from the boundary agree',
    measured: ({ cells, wrong }) => formatCells(cells, wrong.map(({ p, ratio, phase }) => `p = ${formatShort(p)}, r = ${formatShort(ratio)}: ${phase}`)),
  },
  'phase-diagram-three': {
    source: 'Elhage et al. 2022, Superposition as a phase change (n = 3, m = 2); closed forms of the four solutions',
    says: 'Three features in two dimensions: the third is dropped, paired, or alone while the others pair, as the theory diagram says.',
    expected: 'best restart: at least 90% of the cells whose theory is the same within 0.15 decade of p and r agree',
    measured: ({ cells, wrong }) => formatCells(cells, wrong.map(({ p, ratio, expected, found }) => `p = ${formatShort(p)}, r = ${formatShort(ratio)}: ${found}, expected ${expected}`)),
  },
}
