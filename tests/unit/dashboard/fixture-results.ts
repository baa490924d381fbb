/** Results of real runs (tests/fixtures) as charts take them. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { SweepResults } from '../../../src/dashboard/charts/sweep-results'
import { concludeFrom } from '../../../src/dashboard/state/conclusions'
import { readRecordLines } from '../../../src/runner/keeping/record-lines'
import type { RunRecord } from '../../../src/runner/keeping/run-record'

export type FixtureName = 'six-shapes' | 'pentagons' | 'diverging' | 'sparsity-by-shape' | 'phase-diagram'

export function fixtureRuns(name: FixtureName): readonly RunRecord[] {
  const path = fileURLToPath(new URL(`../../fixtures/${name}.ndjson`, import.meta.url))
  const { records, problems } = readRecordLines(readFileSync(path, 'utf8'))
  if (problems.length > 0) throw new Error(`${name}: ${problems[0].message}`)
  return [...records].sort((a, b) => a.index - b.index)
}

export function fixtureResults(name: FixtureName): SweepResults { return concludeFrom(fixtureRuns(name)) }
