/** The page, hosts and browsers. A row that is not here has not been tried by this command yet, and docs/reliability.md says so. */
import type { Case, PageRow } from './case'

export const pageCases = {
  9: {
    does: 'Undo or key `u` with nothing to undo',
    right: 'never below the entry with which the page began',
    run: async (bench) => [
      ...await bench.tests('tests/unit/dashboard/desk.test.ts', 'never below it'),
      ...await bench.tests('tests/unit/dashboard/history-depth.test.ts', 'the depth of an entry'),
    ],
  },
  A16: {
    does: 'WebKitGTK under LANG=C.UTF-8, whose language tag is "C"',
    right: 'dates are written without a language tag, and nothing throws',
    run: (bench) => bench.tests('tests/unit/report/dates.test.ts', 'whatever language'),
  },
} satisfies Partial<Record<PageRow, Case>>
