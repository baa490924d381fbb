/** What is exported is read by other people's programs as it was meant. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findJq, findPython } from '../../../../scripts/readers.mjs'
import { curvesCsv, recordsJson, recordsNdjson, runsCsv } from '../../../../src/runner/exports/export'
import { curveColumnNames, metricColumns, pointColumns, runColumns } from '../../../../src/runner/exports/columns'
import { writeSafetensors } from '../../../../src/runner/exports/safetensors'
import { exportsText } from '../../../../src/runner/exports/schema'
import { torchScript } from '../../../../src/runner/exports/torch-script'
import { weightsFile } from '../../../../src/runner/exports/weights-file'
import { metricTraits } from '../../../../src/science/metrics/metric-traits'
import { diverged, finished, plan } from '../keeping/saved-fixtures'
import { encodeLink } from '../../../../src/experiment/link'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'

const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-exports-'))
const path = (name: string): string => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const scalars = Object.fromEntries(Object.entries(metricTraits).filter(([, { axes }]) => axes === '').map(([name], at) => [name, at / 3]))
const gpu = { engine: 'webgpu', engineVersion: '3', adapter: '=cmd|"x", y', software: true, details: { platform: 'Chromium 156' } } as const
const records: readonly RunRecord[] = [
  { ...finished(0), metrics: { scalars: { ...scalars, Sparsity: 2 }, arrays: {} } }, // named like a column but for its case
  { ...finished(1), environment: gpu, curve: { step: [500, 1000], loss: [1e308, 5e-324] } },
  { ...diverged(2), environment: { ...gpu, software: false } },
  { ...finished(3), status: { kind: 'failed', step: 0, failure: { kind: 'internal', message: 'a message\nof two lines, with "quotes"' } }, curve: { step: [], loss: [] }, metrics: null, parameters: null, environment: null, stepsPerSecond: null },
]
const trained = records.slice(0, 2)
const options = { link: encodeLink(plan.experiment), parameters: true }

beforeAll(() => {
  const typed = (columns: Readonly<Record<string, { readonly type: string }>>, names: readonly string[]) => names.map((name) => ({ name, type: columns[name]?.type ?? 'number' }))
  const files = {
    'runs.csv': runsCsv(records), 'curves.csv': curvesCsv(records), 'results.json': recordsJson(records, options), 'results.ndjson': recordsNdjson(records, options),
    'weights.safetensors': Buffer.concat(writeSafetensors(weightsFile(records, options.link))), 'weights.py': torchScript(records, options.link),
    'marked.ndjson': `\uFEFF${recordsNdjson(records, options)}`,
    'expected.json': JSON.stringify({
      ids: records.map(({ id }) => id), tensors: weightsFile(records, options.link).tensors.length,
      joined: [5, 3], // points, and runs that have any
      tables: {
        'runs.csv': { rows: records.length, columns: typed(runColumns, [...Object.keys(runColumns), ...metricColumns(records)]) },
        'curves.csv': { rows: 5, columns: typed({ ...runColumns, ...pointColumns }, [...curveColumnNames, ...Object.keys(pointColumns)]) },
      },
    }),
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(path(name), content)
})

/** In CI, where Debian has the program, that it is missing is a failure; elsewhere it is said. */
function claimed(reader: string, found: string | null): found is string {
  if (found !== null) return true
  if (process.env.CI === 'true' && process.platform === 'linux') throw new Error(`${reader} is missing: scripts/readers.mjs installs it in CI`)
  console.log(`not claimed on this machine, which lacks ${reader}: that it reads the exports`)
  return false
}
const output = (program: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: folder })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout.trim()
}

describe('what is exported', () => {
  it('has each column once, also where case is ignored', () => {
    const names = runsCsv(records).split('\r\n')[0].split(',')
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
    expect(names).toContain('featuresLearned')
  })

  it('says of an emulated GPU that it is one, and nothing where no GPU computed', () => {
    expect(records.map((record) => runColumns.softwareAdapter.cell(record))).toEqual([null, true, false, null])
  })

  it('is described as it is: docs/exports.md', () => {
    expect(readFileSync(new URL('../../../../docs/exports.md', import.meta.url), 'utf8')).toBe(exportsText())
  })

  it('is read by pandas, SQLite and a strict reader of safetensors', () => {
    const python = findPython('pandas')
    if (!claimed('Python with pandas', python)) return
    expect(output(python, fileURLToPath(new URL('readers.py', import.meta.url)), folder)).toBe('read')
  })

  it('is read by jq', () => {
    const jq = findJq()
    if (!claimed('jq', jq)) return
    expect(output(jq, '-r', '.id', path('results.ndjson')).split('\n')).toEqual(records.map(({ id }) => id))
    expect(output(jq, '-c', '[.runs[].outcome.kind]', path('results.json'))).toBe('["finished","finished","diverged","failed"]')
  })

  it('is rebuilt by PyTorch, from safetensors and from lines, behind a byte order mark too', () => {
    const python = findPython('torch', 'numpy')
    if (!claimed('Python with torch', python)) return
    // One Python for the three files: it takes seconds to start.
    const check = 'import weights, sys; sys.exit(sum(weights.check(name) for name in sys.argv[1:]))'
    const said = output(python, '-c', check, 'weights.safetensors', 'results.ndjson', 'marked.ndjson')
    expect(said.split('\n').filter((line) => line.includes('runs agree'))).toEqual(Array.from({ length: 3 }, () => `${trained.length} of ${trained.length} runs agree with the lab`))
  })
})
