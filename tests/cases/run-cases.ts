/** Entry of `npm run cases`, loaded by scripts/cases.mjs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { platform } from 'node:os'
import { join } from 'node:path'
import { writeReliability } from '../faults/reliability-file'
import { openBench, root } from './bench'
import type { CaseRow, Outcome } from './case'
import { cases, mergedOutcomes, rows } from './cases-report'

const isRow = (text: string): text is CaseRow => (rows as readonly string[]).includes(text)

/** @param only rows to be tried; all where empty  @returns whether all came out as they should */
export async function runCases({ only, write }: { readonly only: readonly string[]; readonly write: boolean }, say: (line: string) => void): Promise<boolean> {
  const unknown = only.filter((row) => !isRow(row))
  if (unknown.length > 0) throw new Error(`rows are ${rows.join(', ')}; received ${unknown.join(', ')}`)
  let isRight = true
  for (const row of rows.filter((one) => only.length === 0 || only.includes(one))) {
    const found = cases[row]
    if (found === undefined) continue
    const bench = openBench()
    let wrong: readonly string[]
    try {
      wrong = await found.run(bench)
    } catch (error) { // a case that cannot be tried is not as it should be
      wrong = [String(error)]
    } finally {
      bench.close()
    }
    isRight &&= wrong.length === 0
    say(`${row}: ${wrong.length === 0 ? 'as it should' : wrong.join('; ')}`)
    if (write) record({ row, wrong, date: new Date().toISOString().slice(0, 10), system: `Node ${process.version} on ${platform()}` })
  }
  return isRight
}

function record(outcome: Outcome): void {
  const path = join(root, 'docs/cases.json')
  const before = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) as readonly Outcome[] : []
  writeFileSync(path, `${JSON.stringify(mergedOutcomes(before, [outcome]), null, 2)}\n`)
  writeReliability(root)
}
