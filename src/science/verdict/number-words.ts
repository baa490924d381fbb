/** Numbers as the verdict's sentences print them: a true minus sign, never −0.00. */
import type { Estimate, Interval } from '../statistics/spread'

export function digits(value: number, places = 2): string {
  const text = value.toFixed(places)
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−')
}

export const inWords = (interval: Interval | null, places = 2): string =>
  interval === null ? 'no interval' : `${Math.round(interval.level * 100)}% interval ${digits(interval.low, places)} to ${digits(interval.high, places)}`

export const withInterval = ({ value, interval }: Estimate, places = 2): string => `${digits(value, places)} (${inWords(interval, places)})`

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** Stands wherever a descriptive s does. */
export const ceilingWords = 'at the ceiling: says nothing about the law by itself'
