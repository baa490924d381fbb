/** The law of shape and sparsity (statistics/sparsity-law.ts) over the rows of a sweep. */
import { boundDomainEnd } from '../criteria'
import { type LawOptions } from '../statistics/law-fit'
import { type SparseCell, type SparsityLaw, fitSparsityLaw } from '../statistics/sparsity-law'
import { independentProbability } from '../tasks/task'
import type { RowRuns } from './note-table'
import type { LawCell } from '../statistics/law-fit'

/**
 * Null where the question cannot be asked: sparsity must be swept, features independent and equally frequent with p ≤ 0.3 (the bound's
 * domain), their importance one law.
 * @param cells of the rows, in their order
 */
export function sparsityLawOfRows(rows: readonly RowRuns[], cells: readonly LawCell[], options: LawOptions): SparsityLaw | null {
  const sparse = rows.flatMap(({ network: { task } }, index): SparseCell[] => {
    const p = independentProbability(task)
    return p === null || p > boundDomainEnd ? [] : [{ ...cells[index], activationProbability: p }]
  })
  const importances = new Set(sparse.map(({ setting, sparsity }) => setting.replace(String(sparsity), '')))
  if (new Set(sparse.map(({ sparsity }) => sparsity)).size < 2 || importances.size > 1) return null
  return fitSparsityLaw(sparse, options)
}
