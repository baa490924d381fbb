/** Which criterion of a verdict was met or missed, one sentence each. */
import { sameFeaturesFrom } from '../science/criteria'
import type { VerdictReason } from '../science/verdict/verdict'
import { describeBound } from './bound-text'
import { describeCrossLayer } from './cross-layer-text'
import { formatEstimate, formatInterval } from './estimates'
import type { NameOf } from './labels'
import { describeDroppedCell, describeMethod, describeNoLaw, lawTitles } from './law-text'
import { formatFixed, formatPercent } from './numbers'
import { capitalised } from './phrases'

export function describeReason(reason: VerdictReason, nameOf: NameOf): string {
  switch (reason.kind) {
    case 'cell-dropped': return describeDroppedCell(reason.cell, nameOf)
    case 'no-law': return `No law: ${describeNoLaw(reason.reason)}.`
    case 'no-interval': return `s = ${formatFixed(reason.s)} without an interval: ${describeMethod(reason.method)}.`
    case 'band': {
      const { band, s, standing, isCalibrated } = reason
      const where = { inside: isCalibrated ? 'lies inside' : 'lies, by a test whose calibration misses, inside', outside: 'lies wholly outside', undecided: 'is not settled against' }[standing]
      return `${capitalised(lawTitles[band.law])}: s = ${formatFixed(s.value)} (${formatInterval(s.interval90)}) ${where} [${formatFixed(band.low, 1)}, ${formatFixed(band.high, 1)}].`
    }
    case 'pair-contradicts': return `But features per neuron of ${nameOf(reason.pair.wide)} over ${nameOf(reason.pair.deep)} are ${formatEstimate(reason.pair.ratio)}, which this law does not allow.`
    case 'other-features': return `But the shapes share fewer features than seeds of one shape do: U = ${formatEstimate(reason.shared)}, below ${sameFeaturesFrom}.`
    case 'degree-is-fixed': return 'The degree of superposition is the same for every shape at equal sparsity, as the note supposes; it is the other premise, equal features at equal size, that fails.'
    case 'degree-moves': return `At equal sparsity the degree of superposition differs between shapes beyond seed noise, so it is not a function of sparsity alone${reason.isBoundSilent ? '' : ': read as an equality, the bound is contradicted; read as an upper bound, it need not bind here'}.`
    case 'layers-share-features': {
      const { depth, participation, participationNull, overNull: { interval: over }, ablationLoss } = reason.layers
      const chance = over !== null && over.low > 0 ? 'more than by chance' : over !== null && over.high < 0 ? 'fewer than by chance' : 'about as by chance'
      return `Features are shared by ${formatFixed(participation.value, 1)} of ${depth} layers, ${chance} (${formatFixed(participationNull.value, 1)} when shuffled), and one layer's loss costs ${formatPercent(ablationLoss.value)} of them, not 1/${depth}: the note's division of features over layers does not hold.`
    }
    case 'cross-layer': return describeCrossLayer(reason.found, nameOf)
    case 'bound': return describeBound(reason.found, nameOf)
  }
  reason satisfies never
}
