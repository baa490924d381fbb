/** Networks that finished training and do worse than chance: a finding of its own, counted and shown but never a measure of others. */
import { worseThanChance } from '../criteria'
import type { MeasuredRun } from '../metrics/measured-run'

type Judged = Pick<MeasuredRun, 'spec' | 'metrics'>

/**
 * By held-out information, which is measured of recall (0 where all keys look alike), else by mean R². False where neither was measured.
 * See `worseThanChance` for where chance ends.
 */
export function isWorseThanChance({ spec: { task }, metrics: { scalars } }: Judged): boolean {
  return scalars.featuresByBits < worseThanChance.recalledShare * task.featureCount || scalars.meanR2 < worseThanChance.meanR2
}

/** How many of a row's runs do. */
export const worseRuns = (runs: readonly Judged[]): number => runs.filter(isWorseThanChance).length

/** Whether others may be compared with it and predicted from it: one run that is worse than chance spoils the row's mean. */
export const isSound = ({ chosen }: { readonly chosen: readonly Judged[] }): boolean => worseRuns(chosen) === 0
