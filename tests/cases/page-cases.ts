/** The page, hosts and browsers. A row that is not here has not been tried by this command yet, and docs/reliability.md says so. */
import type { Case, PageRow } from './case'

export const pageCases = {} satisfies Partial<Record<PageRow, Case>>
