import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { float32FromBase64, float32ToBase64, readNumber, shortestFloat32, writeNumber } from '../../../../src/runner/keeping/float-text'
import { readRecordLine, writeRecordLine } from '../../../../src/runner/keeping/record-line'
import { mergeRecords, readRecordLines } from '../../../../src/runner/keeping/record-lines'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'
import { parseExperiment } from '../../../../src/experiment/parse'
import { planSweep } from '../../../../src/experiment/plan'
import { metricsVersion } from '../../../../src/science/metrics/run-metrics'
import { parameterLayout } from '../../../../src/science/models/model'

/** Every kind of task, model and importance. */
const plans = [
  { task: { kind: 'recall', featureCount: 24 }, shapes: { kind: 'budget', parameterBudget: [512], depth: [1, 4], neuronsPerWidth: 1 }, seeds: { init: 7, data: 9, count: 2 } },
  { task: { kind: 'reconstruction', featureCount: 5, sparsity: [0.9] }, model: { kind: 'autoencoder' }, shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }] } },
  { task: { kind: 'reconstruction', importance: { kind: 'geometric', ratio: [0.5, 2] } } },
  { task: { kind: 'absolute-value', importance: { kind: 'power', exponent: [0.5] } } },
].map((differences) => {
  const parsed = parseExperiment(differences)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return planSweep(parsed.value)
})
const environment = { engine: 'cpu', engineVersion: '1', adapter: 'a CPU', software: true, details: { threads: '2' } } as const
const link = '#1.abc.0123456789ab'
const options = { link, parameters: true }

const anyFloat32 = fc.oneof(fc.float(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e-45, 3.4028234663852886e38))
const anyNumber = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0))
const array = fc.array(anyFloat32, { maxLength: 300 })
  .map((values) => ({ axes: 'f', shape: [values.length], values: Float32Array.from(values) }))
const metrics = fc.record({
  scalars: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), anyNumber, { noNullPrototype: true }),
  arrays: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), array, { maxKeys: 3, noNullPrototype: true }),
})
const curve = fc.array(fc.tuple(fc.nat(), anyFloat32), { maxLength: 20 })
  .map((points) => ({ step: points.map(([step]) => step), loss: points.map(([, loss]) => loss) }))

const record: fc.Arbitrary<RunRecord> = fc
  .tuple(fc.constantFrom(...plans), fc.nat(), metrics, curve, fc.nat(), fc.constantFrom('finished', 'diverged', 'stopped', 'failed'), fc.boolean())
  .map(([plan, pick, measured, losses, step, kind, kept]): RunRecord => {
    const run = plan.runs[pick % plan.runs.length]
    const failure = { kind: 'device-lost', message: 'the device, "lost"\nand = gone' } as const
    const finished = kind === 'finished'
    return {
      id: run.id, experimentId: plan.experimentId, index: run.index, replicate: run.replicate, spec: run.spec,
      status: kind === 'finished' ? { kind } : kind === 'failed' ? { kind, step, failure } : { kind: kind as 'stopped', step },
      curve: losses, metrics: finished ? measured : null,
      parameters: finished && kept ? Float32Array.from({ length: parameterLayout(run.spec).total }, (_, at) => at / 7) : null,
      environment: kept ? environment : null, stepsPerSecond: kept ? 12.5 : null,
    }
  })

const one = (): RunRecord => fc.sample(record.filter(({ status }) => status.kind === 'finished'), { numRuns: 1, seed: 1 })[0]
type Line = ReturnType<typeof JSON.parse>
const changed = (value: RunRecord, change: (line: Line) => void): unknown => {
  const line = JSON.parse(writeRecordLine(value, options))
  change(line)
  return line
}

describe('a run as a line', () => {
  it('reads back as the same run to the last bit, whatever its numbers', () => {
    fc.assert(fc.property(record, (original) => {
      const text = writeRecordLine(original, options)
      expect(text).not.toContain('\n')
      const read = readRecordLine(JSON.parse(text))
      expect(read).toEqual({ ok: true, value: { record: original, link } })
    }), { numRuns: 200, seed: 4 })
  })

  it('keeps float32 arrays to the bit as short decimals and as base64', () => {
    fc.assert(fc.property(fc.array(anyFloat32), (numbers) => {
      const values = Float32Array.from(numbers)
      expect(float32FromBase64(float32ToBase64(values))).toEqual(values)
      for (const value of values) expect(Math.fround(readNumber(shortestFloat32(value)))).toBe(value)
    }), { seed: 5 })
    expect(shortestFloat32(Math.fround(0.1))).toBe(0.1)
    expect(readNumber(writeNumber(-0))).toBe(-0)
  })

  it('says how many parameters the run really has', () => {
    const run = plans[0].runs[0]
    const line = JSON.parse(writeRecordLine({ ...one(), ...run, parameters: null }, options))
    const { width, depth, neurons } = run.spec.shape
    expect(line.parameterCounts.nonEmbedding).toBe(2 * width * neurons * depth)
  })

  it('refuses, with a reason, a line that says something it should not', () => {
    const refusal = (change: (line: Line) => void): string => {
      const read = readRecordLine(changed(one(), change))
      return read.ok ? 'accepted' : read.error
    }
    expect(refusal((line) => { line.extra = 1 })).toContain('extra')
    expect(refusal((line) => { line.format = 2 })).toContain('format')
    expect(refusal((line) => { line.spec.training.learningRate *= 2 })).toContain('not the id of this spec')
    expect(refusal((line) => { line.spec.training.steps = 1e12 })).toContain('steps')
    expect(refusal((line) => { line.spec.task.featureCount = '5' })).toContain('featureCount')
    expect(refusal((line) => { line.id = '0000000000000000' })).toContain('not the id of this spec')
    expect(refusal((line) => { line.metrics = null })).toContain('metrics')
    expect(refusal((line) => { line.metrics.arrays = { gram: { axes: 'fg', shape: [2, 2], values: [1] } } })).toContain('metrics.arrays.gram')
    expect(refusal((line) => { line.metrics.scalars = { 'not a name': 1 } })).toContain('metrics')
    expect(refusal((line) => { line.parameters = 'AAAA' })).toContain('parameters')
    expect(refusal((line) => { line.curve.loss.push(1) })).toContain('as many losses as steps')
    expect(refusal((line) => { line.environment = { engine: 'abacus' } })).toContain('environment')
  })

  it('never throws, whatever JSON it is given', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => { expect(readRecordLine(value).ok).toBe(false) }), { seed: 6 })
    const keys = Object.keys(JSON.parse(writeRecordLine(one(), options)))
    fc.assert(fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
      readRecordLine(changed(one(), (line) => { line[key] = value }))
    }), { seed: 7 })
  })
})

describe('a results file', () => {
  const records = plans[0].runs.map((run): RunRecord => ({ ...one(), ...run, experimentId: plans[0].experimentId, parameters: null }))
  const lines = records.map((run) => writeRecordLine(run, { link, parameters: false }))

  it('gives its runs again, and the link of their experiment', () => {
    const read = readRecordLines(lines.map((line) => `${line}\n`).join(''))
    expect(read.records).toEqual(records)
    expect([...read.links]).toEqual([[plans[0].experimentId, link]])
    expect(read).toMatchObject({ problems: [], torn: false, endsWithSummary: false })
  })

  it('survives being cut anywhere in its last line: all whole lines count, and it is said that one was torn', () => {
    const whole = `${lines[0]}\n${lines[1]}\n`
    for (let cut = 1; cut < lines[2].length; cut += 37) {
      const read = readRecordLines(whole + lines[2].slice(0, cut))
      expect(read.records).toEqual(records.slice(0, 2))
      expect(read).toMatchObject({ problems: [], torn: true })
    }
    expect(readRecordLines(whole + lines[2]).records).toEqual(records.slice(0, 3))
  })

  it('names every other bad line by its number and keeps the good ones', () => {
    const read = readRecordLines(`${lines[0]}\n{"kind":"run"}\n\n${lines[1].slice(0, 80)}\n${lines[2]}\n`)
    expect(read.problems.map(({ line }) => line)).toEqual([2, 4])
    expect(read.records).toEqual([records[0], records[2]])
  })

  it('knows whether a summary ends it', () => {
    const summary = '{"kind":"summary","format":1}'
    expect(readRecordLines(`${lines[0]}\n${summary}\n`).endsWithSummary).toBe(true)
    expect(readRecordLines(`${summary}\n${lines[0]}\n`).endsWithSummary).toBe(false)
  })

  it('merges by run id: the same run twice is one run, and a concluded one stands', () => {
    const stopped: RunRecord = { ...records[0], status: { kind: 'stopped', step: 3 }, metrics: null }
    expect(mergeRecords(records, records)).toEqual(records)
    expect(mergeRecords([stopped], [records[0], records[1]])).toEqual([records[0], records[1]])
    expect(mergeRecords([records[0]], [stopped])).toEqual([records[0]])
    expect(readRecordLines(`${lines[0]}\n${lines[0]}\n`).records).toEqual([records[0]])
  })
})

describe('what another version of the lab wrote, or no version could read', () => {
  const records = plans[0].runs.map((run): RunRecord => ({ ...one(), ...run, experimentId: plans[0].experimentId, parameters: null }))
  const lines = records.map((run) => writeRecordLine(run, { link, parameters: false }))

  it('is refused with a reason where the metrics were defined differently, so that it is done again and never mixed in', () => {
    const newer = JSON.stringify({ ...JSON.parse(lines[0]), metricsVersion: metricsVersion + 1 })
    const { records: read, problems } = readRecordLines(`${newer}\n${lines[1]}\n`)
    expect(read.map(({ id }) => id)).toEqual([records[1].id])
    expect(problems).toEqual([{ line: 1, message: expect.stringContaining(`metricsVersion: measured by version ${metricsVersion + 1}`) }])
  })

  it('carries the version of its metrics; a line of before there were versions is of the first', () => {
    const written = JSON.parse(writeRecordLine(records[0], { link: '#1.x.000000000000', parameters: false }))
    expect(written.metricsVersion).toBe(metricsVersion)
    delete written.metricsVersion
    expect(readRecordLine(written).ok).toBe(metricsVersion === 1)
  })

  it('reads again what it wrote, however long the words of a failure or of an adapter', () => {
    const words = 'x'.repeat(5000)
    const failed: RunRecord = {
      ...records[0], metrics: null, parameters: null, status: { kind: 'failed', step: 3, failure: { kind: 'internal', message: words } },
      environment: { engine: 'cpu', engineVersion: '2', adapter: words, software: true, details: { driver: words } },
    }
    const read = readRecordLine(JSON.parse(writeRecordLine(failed, { link: '#1.x.000000000000', parameters: false })))
    if (!read.ok) throw new Error(read.error)
    expect(read.value.record.environment?.adapter).toBe(`${'x'.repeat(1999)}…`)
    expect(read.value.record.status).toMatchObject({ kind: 'failed', failure: { message: `${'x'.repeat(1999)}…` } })
  })
})
