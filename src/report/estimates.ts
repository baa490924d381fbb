/** Estimates and spreads with their uncertainty. Digits of an estimate are decimals, so that a value and its bounds line up. */
import type { Estimate, Interval, Spread } from '../science/statistics/spread'
import { formatFixed, formatNumber } from './numbers'

/** '95% interval 0.42 to 0.55' */
export const formatInterval = (interval: Interval | null, places = 2): string =>
  interval === null ? 'no interval' : `${Math.round(interval.level * 100)}% interval ${formatFixed(interval.low, places)} to ${formatFixed(interval.high, places)}`

/** In a sentence: '0.49 (95% interval 0.42 to 0.55)'. */
export const formatEstimate = ({ value, interval }: Estimate, places = 2): string => `${formatFixed(value, places)} (${formatInterval(interval, places)})`

/** In a figure or a table, whose head says that intervals are 95%: '0.49 [0.42, 0.55]'; the value alone where it has none. */
export function formatBracketed({ value, interval }: Pick<Estimate, 'value' | 'interval'>, places = 2): string {
  if (interval === null) return formatNumber(value)
  return `${formatFixed(value, places)} [${formatFixed(interval.low, places)}, ${formatFixed(interval.high, places)}]`
}

/** Mean ± standard deviation over seeds; the mean alone with one seed. */
export const formatSpread = ({ mean, sd }: Spread): string => (sd === null ? formatNumber(mean) : `${formatNumber(mean)} ± ${formatNumber(sd, 2)}`)
