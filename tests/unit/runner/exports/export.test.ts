import { describe, expect, it } from 'vitest'
import { curvesCsv, recordsJson, recordsNdjson, runsCsv } from '../../../../src/runner/exports/export'
import { readRecordLine } from '../../../../src/runner/keeping/record-line'
import { readRecordLines } from '../../../../src/runner/keeping/record-lines'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'
import { parameterLayout } from '../../../../src/science/models/model'
import { runId } from '../../../../src/experiment/identity'
import { tinySpec } from '../tiny-plan'

function record(seed: number, changes: Partial<RunRecord>): RunRecord {
  const spec = { ...tinySpec(2, seed), measurement: { probes: 4, evaluationSamples: 64 } }
  return {
    id: runId(spec), experimentId: 'e'.repeat(16), index: seed, replicate: seed, spec, status: { kind: 'finished' },
    curve: { step: [50, 100], loss: [1, -0.5] }, metrics: { scalars: {}, arrays: {} },
    parameters: new Float32Array(parameterLayout(spec).total),
    environment: { engine: 'cpu', engineVersion: '1', adapter: '=cmd|x', software: true, details: {} }, stepsPerSecond: 10, ...changes,
  }
}
const records = [
  record(0, { metrics: { scalars: { featuresLearned: 4, meanR2: -0.25 }, arrays: {} } }),
  record(1, { metrics: { scalars: { interference: 0.5 }, arrays: {} } }),
  record(2, { status: { kind: 'diverged', step: 17 }, metrics: null, parameters: null }),
]
const options = { link: '#1.x.000000000000', parameters: true }
/** No cell of these has a comma. */
const table = (csv: string): string[][] => csv.trimEnd().split('\r\n').map((line) => line.split(','))

describe('exported results', () => {
  it('have a row per run and a column for every metric that any run has, empty where one lacks it', () => {
    const [header, ...rows] = table(runsCsv(records))
    const column = (name: string): string[] => rows.map((row) => row[header.indexOf(name)])
    expect(column('run')).toEqual(records.map(({ id }) => id))
    expect(column('status')).toEqual(['finished', 'finished', 'diverged'])
    expect(column('stepsDone')).toEqual(['100', '100', '17'])
    expect(column('featuresLearned')).toEqual(['4', '', ''])
    expect(column('meanR2')).toEqual(['-0.25', '', ''])
    expect(column('interference')).toEqual(['', '0.5', ''])
    expect(column('adapter')).toEqual(["'=cmd|x", "'=cmd|x", "'=cmd|x"])
    expect(column('nonEmbeddingParameters')).toEqual(['10', '10', '10']) // n·m of W: 5·2
    expect(column('finalLoss')).toEqual(['-0.5', '-0.5', '-0.5'])
  })

  it('tell which features weigh more, which come more often and which come together, each law with its number', () => {
    const withTask = (changes: object): RunRecord => {
      const run = record(0, {})
      return { ...run, spec: { ...run.spec, task: { ...run.spec.task, ...changes } as RunRecord['spec']['task'] } }
    }
    const [header, ...rows] = table(runsCsv([
      withTask({}), withTask({ importance: { kind: 'geometric', ratio: 0.7 }, frequency: { kind: 'power', exponent: 1.5 } }),
      withTask({ importance: { kind: 'last', weight: 3 }, frequency: { kind: 'last', factor: 0.2 } }), withTask({ sets: { kind: 'correlated', size: 5 } }),
      withTask({ kind: 'recall', importance: undefined }),
    ]))
    const names = ['importance', 'importanceParameter', 'frequency', 'frequencyParameter', 'sets', 'setSize']
    expect(rows.map((row) => names.map((name) => row[header.indexOf(name)]))).toEqual([
      ['uniform', '', '', '', '', ''], ['geometric', '0.7', 'power', '1.5', '', ''], ['last', '3', 'last', '0.2', '', ''],
      ['uniform', '', '', '', 'correlated', '5'], ['', '', '', '', '', ''],
    ])
  })

  it('have a row per point of every loss curve', () => {
    const [header, ...rows] = table(curvesCsv(records))
    expect(rows).toHaveLength(6)
    const row = Object.fromEntries(header.map((name, at) => [name, rows[1][at]]))
    expect(row).toMatchObject({ run: records[0].id, sparsity: '0.9', learningRate: String(records[0].spec.training.learningRate), width: '2', depth: '1', replicate: '0', step: '100', loss: '-0.5' })
  })

  it('read back as the runs they were, from JSON and from lines; runs that have not ended are left out', () => {
    const all = [...records, record(3, { status: { kind: 'running', step: 5 }, metrics: null, parameters: null })]
    const document = JSON.parse(recordsJson(all, options)) as { runs: unknown[] }
    expect(document.runs.map((run) => readRecordLine(run))).toEqual(records.map((run) => ({ ok: true, value: { record: run, link: options.link } })))
    expect(readRecordLines(recordsNdjson(all, options)).records).toEqual(records)
  })
})
