/**
 * Whether training has run out: whether twice the steps would still change the count. A learning rate that falls to 0 flattens every loss
 * curve at its end, however much was left to learn (training/convergence.ts); a second training of twice the length is not fooled. Needs
 * a sweep over lengths of training of which the longest is twice another. Per cell (a shape at a setting), each length at its own best
 * rate, F(2T)/F(T) is the geometric mean over seeds, which are paired: both lengths begin from the same network and see the same data first.
 */
import { runOutBand, significance } from '../criteria'
import { probabilityBeyond } from '../statistics/contrast'
import { type Standing, standing } from '../statistics/equivalence'
import { holm } from '../statistics/holm'
import { type Estimate, exponentiated, meanEstimate } from '../statistics/spread'
import { type RowRuns, featureCountOf } from './note-table'

export interface RunOutCell {
  readonly key: string // of the row
  readonly steps: number // of the longer training, 2T
  readonly growth: Estimate // F(2T)/F(T)
  readonly standing: Standing // to runOutBand; of this cell alone
}

export interface RunOut {
  readonly cells: readonly RunOutCell[]
  /** Inside: every cell is shown to lie in the band. Outside: some cell is shown to lie beyond it, Holm over cells. */
  readonly standing: Standing
}

const stepsOf = ({ chosen }: RowRuns): number => chosen[0].spec.training.steps

/** Null where no row was trained for half of the steps too. @param rows of the longest trainings @param shorter rows of all others */
export function runOut(rows: readonly RowRuns[], shorter: readonly RowRuns[]): RunOut | null {
  const [low, high] = [Math.log(runOutBand.low), Math.log(runOutBand.high)]
  const found = rows.flatMap((row) => {
    const half = shorter.find((other) => other.key === row.key && Math.abs(2 * stepsOf(other) - stepsOf(row)) <= 1) // steps that follow 1/p are rounded
    const before = new Map(half?.chosen.map((run) => [run.replicate, featureCountOf(run)]))
    const logs = row.chosen.flatMap((run) => { const count = before.get(run.replicate); return count === undefined ? [] : [Math.log(featureCountOf(run) / count)] })
    if (logs.length === 0 || !logs.every(Number.isFinite)) return []
    const growth = meanEstimate(logs)
    return [{
      cell: { key: row.key, steps: stepsOf(row), growth: exponentiated(growth), standing: standing(growth, low, high) } satisfies RunOutCell,
      probability: probabilityBeyond([logs], [1], low, high) ?? 1,
    }]
  })
  if (found.length === 0) return null
  const cells = found.map(({ cell }) => cell)
  const isBeyond = holm(found.map(({ probability }) => probability)).some((probability) => probability < significance)
  return { cells, standing: cells.every((cell) => cell.standing === 'inside') ? 'inside' : isBeyond ? 'outside' : 'undecided' }
}
