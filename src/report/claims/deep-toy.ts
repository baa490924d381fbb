/** The law of shape and sparsity on the deep toy, and what a pilot had expected of it. */
import { type deepToyClaims, deepToyBands, matchedTolerance } from '../../science/claims/deep-toy'
import { constancyBand, equalLossBand, exponentBands, gripBands } from '../../science/criteria'
import type { Estimate } from '../../science/statistics/spread'
import { formatEstimate } from '../estimates'
import { formatFixed, formatPercent, formatShort } from '../numbers'
import { formatCount } from '../phrases'
import type { ClaimText, ClaimTexts } from './claim-text'

const katta = 'Katta 2024 (arXiv 2407.01459)', pilot = 'a pilot of this lab, one seed, 2026-11', elhage = 'Elhage et al. 2022, the bound read as an equality'

const bandText = (symbol: string, { low, high }: { readonly low: number; readonly high: number }, says: string, source: string): ClaimText<{ readonly estimate: Estimate; readonly cells: number } | null> => ({
  says, source, expected: `the 90% interval of ${symbol} inside ${formatShort(low)} to ${formatShort(high)}`,
  measured: (found) => (found === null ? 'no law in two numbers' : `${symbol} = ${formatEstimate(found.estimate)}, ${found.cells} cells`),
})

export const deepToyTexts: ClaimTexts<typeof deepToyClaims> = {
  'deep-toy-equal-counts': bandText('s', exponentBands.universality, 'Networks of equal size hold equally many sparse features, deep or wide.', `${katta}, premises and table`),
  'deep-toy-stream': bandText('s', exponentBands.residualWidth, 'The count follows the width of the stream: at equal size the wider network holds more.', pilot),
  'deep-toy-degree-per-neuron': bandText('s', exponentBands.fixedDegree, 'The degree of superposition per neuron does not depend on shape.', `${katta}, the degree as a function of sparsity alone`),
  'deep-toy-bound-met': bandText('g', gripBands.met, 'Sparsity sets the degree of superposition as the compressed-sensing bound would as an equality.', `${katta}; ${pilot}`),
  'deep-toy-depth-adds-nothing': bandText('b', deepToyBands.depthAddsNothing, 'At a fixed width of the stream depth adds nothing.', pilot),
  'deep-toy-equal-loss': {
    says: 'Networks of equal size reach equal loss, whatever their shape.', source: `Kaplan et al. 2020, figure 5; ${katta}, first premise`,
    expected: `losses within ±${formatPercent(equalLossBand)} of one another in every comparison, of shapes with two layers or more`,
    measured: ({ comparisons, holds, fails, spreads }) => (comparisons === 0 ? 'nothing to compare'
      : `it holds in ${holds} and fails in ${fails} of ${comparisons} comparisons; losses spread over ${formatPercent(Math.min(...spreads))} to ${formatPercent(Math.max(...spreads))} of their mean`),
  },
  'deep-toy-equal-loss-equal-counts': {
    says: 'Networks of equal size that reach equal loss hold equally many features.', source: `${katta}, second premise`,
    expected: `F of the wide over the deep network within a factor ${formatShort(1 + matchedTolerance)} of 1, by its 90% interval, for every pair within ±${formatPercent(equalLossBand)} in loss`,
    measured: (ratios) => (ratios.length === 0 ? 'no two shapes have equal loss' : `${formatCount(ratios.length, 'pair')}, F wide over deep ${formatFixed(Math.min(...ratios))} to ${formatFixed(Math.max(...ratios))}`),
  },
  'toy-follows-width': bandText('a', deepToyBands.followsWidth, 'Without layers features follow the width.', 'Elhage et al. 2022, section 3'),
  'toy-bound-met': bandText('g', gripBands.met, 'Without layers sparsity sets the degree as the bound would as an equality.', elhage),
  'layers-help-where-rare': {
    says: 'Layers help a stream of fixed width hold more features, and the more the rarer features are.', source: 'the second pilot of this lab, n = 512, one seed, 2026-11-28',
    expected: 'the most layers over the fewest: a ratio that rises as p falls, above 1.2 at the smallest p',
    measured: (ratios) => ratios.map(({ p, layers, ratio }) => `${formatFixed(ratio)} at p ${formatShort(p)} (L ${layers[1]} over ${layers[0]})`).join('; '),
  },
  'ideal-decoder': {
    says: 'A network reads fewer features from its stream than a sparse decoder that is given the same directions.', source: 'Elhage et al. 2022: the bound is one of sparse recovery; asked by this lab',
    expected: 'F of every network below that of the better of matching pursuit and the lasso on r_0, one seed each',
    measured: (found) => (found.length === 0 ? 'no parameters were saved' : found.map(({ p, layers, network, ideal, decoder }) =>
      `${formatFixed(network / ideal)} at p ${formatShort(p)}, L ${layers} (${formatFixed(network, 0)} of ${formatFixed(ideal, 0)}, ${decoder})`).join('; ')),
  },
  'constant-over-sparsity': {
    says: 'C = (F/d)(−p ln p) is one number over a factor 100 in p.', source: pilot,
    expected: `largest over smallest at most ${formatShort(constancyBand.high)}`,
    measured: (constants) => constants.map(({ p, constant }) => `${formatFixed(constant)} at p ${formatShort(p)}`).join('; '),
  },
}
