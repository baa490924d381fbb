/** What must be known of a row before it is compared: footnotes of the table, caveats of the verdict. */
import { settledBelow } from '../science/criteria'
import type { Flag } from '../science/conclusions/note-table'
import { formatPercent } from './numbers'
import { formatCount } from './phrases'

/** A clause, without its full stop. */
export function describeFlag(flag: Flag): string {
  switch (flag.kind) {
    case 'worse-than-chance': return `worse than chance: ${flag.runs === flag.of ? formatCount(flag.runs, 'network') : `${flag.runs} of ${formatCount(flag.of, 'network')}`} answered worse than one that always answers the same; nothing is predicted from it`
    case 'one-layer': return 'one layer: outside the range in which shape is said not to matter'
    case 'near-ceiling': return 'near the ceiling: most of all features are learned'
    case 'largest-rate-that-trains': return `best learning rate is the largest that trains: at ${flag.divergedAt.join(' and ')} runs diverged`
    case 'rate-at-edge': return `best learning rate is the ${flag.edge === 'low' ? 'smallest' : 'largest'} of its grid: ${flag.next} may be better`
    case 'halves-prefer-different-rates': return `halves of the seeds prefer different learning rates, ${flag.rates.join(' and ')}`
    case 'rate-chosen-on-reported-seeds': return 'learning rate chosen and reported on the same seeds'
    case 'under-trained': return `under-trained: the loss still fell by more than ${formatPercent(settledBelow)} over the last tenth`
    case 'held-out-noise': {
      const which = { 'rarest-feature': 'the rarest feature', 'any-feature': 'a feature' }[flag.of]
      return `held-out noise: ${which} is active in about ${flag.active} held-out samples, so its R² is known to no better than ±${formatPercent(flag.error)}`
    }
    case 'one-seed': return 'one seed: no interval'
  }
  flag satisfies never
}
