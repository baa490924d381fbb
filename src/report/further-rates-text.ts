import type { FurtherRates } from '../experiment/further-rates'
import { formatShort } from './numbers'

/** 'the best learning rate of 3 of 5 rows lies at the edge of its grid: 0.02 may be better' */
export const describeFurtherRates = ({ rates, rows }: Pick<FurtherRates, 'rates' | 'rows'>, all: number): string =>
  `the best learning rate of ${rows} of ${all} rows lies at the edge of its grid: ${formatRates(rates)} may be better`

export const formatRates = (rates: readonly number[]): string => rates.map((rate) => formatShort(rate)).join(' and ')
