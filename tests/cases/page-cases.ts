/** The page, hosts and browsers. A row that is not here has not been tried by this command yet, and docs/reliability.md says so. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, unless } from './bench'
import type { Case, PageRow } from './case'

const missingParts: Case['run'] = async (bench) => [
  ...await bench.tests('tests/unit/dashboard/fetch-part.test.ts', 'a part of the page'),
  ...await bench.tests('tests/unit/runner/conduct/worker-pool.test.ts', 'cannot be fetched'),
]

export const pageCases = {
  7: { does: 'an old tab after a deploy, or the network gone', right: 'a part or worker that cannot be fetched says so, with a reload, and no GPU is blamed', run: missingParts },
  A7: { does: 'one chunk fails once', right: 'asked for once more; only then said, with a button', run: missingParts },
  8: {
    does: '`<iframe sandbox="allow-scripts">`, file://, storage blocked',
    right: 'nothing is thrown; a page that cannot start says why and what to do, without a script',
    run: async (bench) => [
      ...await bench.tests('tests/unit/dashboard/permitted.test.ts', 'a browser that refuses'),
      ...unless(/class="card late">.*npm start/.test(readFileSync(join(root, 'index.html'), 'utf8')), 'the page as a file says nothing'),
    ],
  },
  9: {
    does: 'Undo or key `u` with nothing to undo',
    right: 'never below the entry with which the page began',
    run: async (bench) => [
      ...await bench.tests('tests/unit/dashboard/desk.test.ts', 'never below it'),
      ...await bench.tests('tests/unit/dashboard/history-depth.test.ts', 'the depth of an entry'),
    ],
  },
  12: {
    does: 'the results printed, from the light and from the dark page',
    right: 'every figure of the chosen part drawn, fitted to the paper, dark on light; closed layers of the verdict open',
    run: (bench) => bench.tests('tests/browser/paper.test.ts', 'on paper'),
  },
  13: {
    does: 'forced colours',
    right: 'the chosen tab, the progress bar and the colours of shapes stand out from what surrounds them',
    run: (bench) => bench.tests('tests/browser/paper.test.ts', 'in forced colours'),
  },
  18: {
    does: 'a tab with a queue duplicated',
    right: 'a duplicate is distinguished from a reload and starts with no queue',
    run: async (bench) => [
      ...await bench.tests('tests/unit/dashboard/tab-claim.test.ts', 'what a tab remembers'),
      ...await bench.tests('tests/unit/dashboard/sweep-queue.test.ts', 'the tab that was copied'),
    ],
  },
  19: {
    does: 'the page translated by the browser before and while it trains',
    right: 'what changes is shown, and what was is shown no more',
    run: (bench) => bench.tests('tests/browser/paper.test.ts', 'translated by the browser'),
  },
  A14: {
    does: 'the database deleted, or site data cleared, while it trains',
    right: 'says what happened, and the next sweep trains without storage',
    run: (bench) => bench.tests('tests/unit/runner/keeping/indexed-db-store.test.ts', 'deleted while the page is open'),
  },
  A16: {
    does: 'WebKitGTK under LANG=C.UTF-8, whose language tag is "C"',
    right: 'dates are written without a language tag, and nothing throws',
    run: (bench) => bench.tests('tests/unit/report/dates.test.ts', 'whatever language'),
  },
} satisfies Partial<Record<PageRow, Case>>
