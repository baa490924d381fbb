/** What could make a verdict wrong, one sentence each. */
import type { Dependence } from '../science/conclusions/run-caveats'
import type { Design } from '../science/conclusions/design'
import { equalLossBand, farFraction, fullDesign, runOutBand } from '../science/criteria'
import type { Caveat } from '../science/verdict/caveats'
import { describeCalibration } from './control-text'
import { formatEstimate, formatInterval } from './estimates'
import { describeFlag } from './flag-text'
import { formatShape, type NameOf } from './labels'
import { describeDroppedCell, describeMethod } from './law-text'
import { formatFixed, formatInteger, formatPercent, formatShort } from './numbers'
import { formatCount } from './phrases'

/** '3 seeds, 2 shapes, 1 budget' */
export const describeDesign = ({ seeds, shapes, budgets }: Design): string =>
  `${formatCount(seeds, 'seed')}, ${formatCount(shapes, 'shape')}${budgets > 1 ? ' per budget' : ''}, ${formatCount(budgets, 'budget')}`

export function describeCaveat(caveat: Caveat, nameOf: NameOf): string {
  switch (caveat.kind) {
    case 'preview': return `A preview: ${describeDesign(caveat.design)}; a verdict to quote needs ${fullDesign.seeds} seeds, ${fullDesign.shapes} shapes on each of ${fullDesign.budgets} budgets, and an interval that counts departures from the law.`
    case 'flagged': return `${caveat.rows.map(nameOf).join(', ')}: ${describeFlag(caveat.flag)}.`
    case 'cell-dropped': return describeDroppedCell(caveat.cell, nameOf)
    case 'interval-method': return `The interval of s is made from ${describeMethod(caveat.method)}.`
    case 'bends-towards-ceiling': return `Counts bend towards their ceiling: the ${formatCount(caveat.far.cells, 'cell')} below ${formatPercent(farFraction)} of all features alone give s = ${formatEstimate(caveat.far.s)}, against ${formatFixed(caveat.s)} over all, and a ceiling draws s towards 0.`
    case 'too-few-far-from-ceiling': return `${caveat.near} of ${formatCount(caveat.cells, 'cell')} learned over ${formatPercent(farFraction)} of all features, and too few lie below to fit s without them: a ceiling draws s towards 0.`
    case 'departs-from-law': return `Seeds alone would give s a ${formatInterval(caveat.seedInterval)}: the rest is departure from the power law between shapes.`
    case 'losses-differ': return `Shapes of equal size differ in loss by more than ${formatPercent(equalLossBand)}: part of a difference in counts may be a difference in training, not in capacity.`
    case 'equal-loss': return `Of equal size and, within ${formatPercent(equalLossBand)}, equal loss are ${nameOf(caveat.pair.deep)} and ${nameOf(caveat.pair.wide)}: the latter learned ${formatEstimate(caveat.pair.countRatio)} times as many features.`
    case 'neurons-per-width': return `Neurons per width, m/d, run from ${formatFixed(caveat.least)} to ${formatFixed(caveat.most)} among shapes of about ${Math.round(caveat.parameters)} parameters: the law is fitted to d and L only, so an effect of m passes for one of depth.`
    case 'layers-share-features': return 'Features are not divided over layers, so features per layer is an average and not a partition.'
    case 'missing-shape': return `${formatShape(caveat)}${caveat.sparsity === null ? '' : `, p ${formatShort(1 - caveat.sparsity)}`} is missing: ${caveat.runs === 1 ? 'its only run that ended' : `all ${caveat.runs} of its runs that ended`} diverged, so shapes that train badly are left out of what is said.`
    case 'several-lengths': return `Networks were trained for ${caveat.steps.join(', ')} steps: all that is said here is of the longest; the shorter are points of L(N, D) only.`
    case 'several-presentations': return `Training showed each feature about ${caveat.presentations.map(formatInteger).join(', ')} times, at every p: all that is said here is of the longest; the shorter are points of L(N, D) only.`
    case 'not-run-out': {
      const most = caveat.cells.reduce((x, y) => (Math.abs(Math.log(y.growth.value)) > Math.abs(Math.log(x.growth.value)) ? y : x))
      const change = `from half of its steps to all, the count of ${nameOf(most.key)} grew by the factor ${formatEstimate(most.growth)}, the most of ${formatCount(caveat.cells.length, 'cell')}`
      return caveat.standing === 'outside' ? `Training has not run out: ${change}.` : `Whether training has run out is not shown: ${change}, and not every interval lies inside ${formatShort(runOutBand.low)} to ${formatShort(runOutBand.high)}.`
    }
    case 'count-is-loss': return 'For recall the count n(ln n − CE)/ln n is the loss in other words: equal loss at equal size and equally many features are one hypothesis here, and meeting both is no second piece of evidence.'
    case 'dependent-answers': return `${describeDependence(caveat.how)}: the bound on superposition and its C_obs are about independent features that are equally frequent, so they are not asked here.`
    case 'falling-learning-rate': return 'The learning rate falls to 0, which flattens every loss curve at its end: that no shape is called under-trained does not show that training was complete.'
    case 'calibration-misses': return describeCalibration(caveat.controls)!
    case 'toy': return 'A toy: what binds here (parameters, neurons or the stream) is set by the task, and no toy tells what binds in a language model.'
  }
  caveat satisfies never
}

function describeDependence(how: Dependence): string {
  switch (how.kind) {
    case 'sets': return `Features come in ${how.sets.kind} sets of ${how.sets.size}, and p is that of a set`
    case 'unequal-frequencies': return 'Features are not equally frequent, and p is that of the most frequent'
    case 'shared-features': return 'Answers share their features, and p is that of a feature'
  }
  how satisfies never
}
