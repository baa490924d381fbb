/**
 * A grid of learning rates extended where the best rate lies at its edge: a further experiment, whose link says all its rates. It shares
 * every run of the earlier one, by id, so only the further rates have to be trained. Decision 0217.
 */
import type { ShapeRow } from '../science/conclusions/note-table'
import type { Experiment } from './experiment'
import { parseExperiment } from './parse'

export interface FurtherRates {
  readonly experiment: Experiment
  readonly rates: readonly number[] // those added, smallest first
  readonly rows: number // whose best rate lies at an edge
}

/**
 * One rate beyond each edge at which the best rate of some row lies: the next in the grid's own ratio, two digits. Null where no row's
 * does (the largest rate that trains is no edge), or where the experiment may not have further rates or runs (`parse.ts`).
 * @param rows of the experiment's finished sweep
 */
export function withFurtherRates(experiment: Experiment, rows: readonly Pick<ShapeRow, 'flags'>[]): FurtherRates | null {
  const { learningRate } = experiment.training
  const atEdge = rows.flatMap(({ flags }) => flags.flatMap((flag) => (flag.kind === 'rate-at-edge' ? [flag] : [])))
  const nextAt = (side: 'low' | 'high'): number[] => { // rows that lack a rate may end earlier: the outermost
    const next = atEdge.filter(({ edge }) => edge === side).map((flag) => flag.next)
    return next.length === 0 ? [] : [side === 'low' ? Math.min(...next) : Math.max(...next)]
  }
  const rates = [...nextAt('low'), ...nextAt('high')].filter((rate) => !learningRate.includes(rate))
  if (rates.length === 0) return null
  const parsed = parseExperiment({ ...experiment, training: { ...experiment.training, learningRate: [...learningRate, ...rates].sort((x, y) => x - y) } })
  return parsed.ok ? { experiment: parsed.value, rates, rows: atEdge.length } : null
}
