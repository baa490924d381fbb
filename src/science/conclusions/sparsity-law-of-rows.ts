/** The law of shape and sparsity (statistics/sparsity-law.ts) over the rows of a sweep. */
import { boundDomainEnd } from '../criteria'
import type { LawCell, LawOptions } from '../statistics/law-fit'
import { type SparseCell, type SparsityLaw, fitSparsityLaw } from '../statistics/sparsity-law'
import { settingKey, settingOf } from '../tasks/setting'
import { independentProbability } from '../tasks/task'
import type { RowRuns } from './note-table'

/**
 * Null where the question cannot be asked: sparsity must be swept, features independent and equally frequent with p ≤ 0.3 (the bound's
 * domain), their importance one law.
 * @param cells of the rows, in their order
 */
export function sparsityLawOfRows(rows: readonly RowRuns[], cells: readonly LawCell[], options: LawOptions): SparsityLaw | null {
  const sparse = rows.flatMap(({ network: { task } }, index) => {
    const p = independentProbability(task)
    return p === null || p > boundDomainEnd ? [] : [{ cell: { ...cells[index], activationProbability: p } satisfies SparseCell, task }]
  })
  const withoutSparsity = new Set(sparse.map(({ task }) => settingKey({ ...settingOf(task), sparsity: null })))
  if (new Set(sparse.map(({ cell: { sparsity } }) => sparsity)).size < 2 || withoutSparsity.size > 1) return null
  return fitSparsityLaw(sparse.map(({ cell }) => cell), options)
}
