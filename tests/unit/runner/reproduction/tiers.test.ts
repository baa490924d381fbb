/** A result says how exactly it can be reproduced, wherever it goes. */
import { describe, expect, it } from 'vitest'
import { conclude, conclusionText } from '../../../../src/cli/conclusion'
import { runsCsv } from '../../../../src/runner/exports/export'
import { readRecordLine, writeRecordLine } from '../../../../src/runner/keeping/record-line'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'
import { compareWithReceipt, makeReceipt } from '../../../../src/runner/reproduction/receipt'
import { describeReceiptRefusal, tierPromises } from '../../../../src/report/reproduction-text'
import { tiersOf } from '../../../../src/runner/reproduction/tiers'
import { parseExperiment } from '../../../../src/experiment/parse'
import { planSweep } from '../../../../src/experiment/plan'
import { encodeLink } from '../../../../src/experiment/link'
import { primaryCount } from '../../../../src/science/metrics/metric-traits'
import { parameterLayout } from '../../../../src/science/models/model'

const parsed = parseExperiment({ task: { kind: 'recall' } })
if (!parsed.ok) throw new Error('the smallest experiment must parse')
const plan = planSweep(parsed.value)
const link = encodeLink(parsed.value)
const record = (engine: 'cpu' | 'webgpu' | 'tfjs-wasm', at = 0): RunRecord => ({
  id: plan.runs[at].id, experimentId: plan.experimentId, index: at, replicate: 0, spec: plan.runs[at].spec,
  status: { kind: 'diverged', step: 3 }, curve: { step: [], loss: [] }, metrics: null, parameters: null, stepsPerSecond: 1,
  environment: { engine, engineVersion: '2', adapter: 'a', software: true, details: { platform: 'Chromium 156' } },
})

describe('the tier of a result', () => {
  it('is B for the cpu engine and C for any other, in exports and in the report', () => {
    const csv = runsCsv([record('cpu'), record('webgpu', 1), record('tfjs-wasm', 2)]).split('\r\n').map((line) => line.split(','))
    expect(csv.map((cells) => cells.at(-1)).slice(0, 4)).toEqual(['reproducibleAtTier', 'B', 'C', 'C'])
    expect(csv[1].at(-2)).toBe('Chromium 156')
    const text = conclusionText('t', conclude([record('cpu'), record('webgpu', 1)], 9))
    expect(text).toContain(`reproducible at tier B (1 of them): ${tierPromises.B}`)
    expect(text).toContain(`reproducible at tier C (1 of them): ${tierPromises.C}`)
  })

  it('is written into a line of results, and a line that claims another is refused', () => {
    const line = JSON.parse(writeRecordLine(record('webgpu'), { link, parameters: false })) as Record<string, unknown>
    expect(line.tier).toBe('C')
    expect(readRecordLine(line).ok).toBe(true)
    expect(readRecordLine({ ...line, tier: 'B' })).toEqual({ ok: false, error: 'tier: not that of its engine' })
    expect(readRecordLine({ ...line, tier: 'A' }).ok).toBe(false)
    delete line.tier // as lines were before it was written
    expect(readRecordLine(line).ok).toBe(true)
  })

  it('states the bands that a comparison keeps, on either side of them', () => {
    const [, loss, part, count] = /every loss within (\d+)% and every count within (\d+)% or (\d+)$/.exec(tierPromises.C)!.map(Number)
    expect([loss, part, count]).toEqual([5, 10, 1])
    const promised = { loss: 2, count: 40 }, few = { loss: 2, count: 3 }
    expect(comparedElsewhere(promised, { loss: 2 * (1 + 0.99 * loss / 100), count: 40 * (1 + 0.99 * part / 100) })).toBe('within-band')
    expect(comparedElsewhere(promised, { loss: 2 * (1 - 0.99 * loss / 100), count: 40 * (1 - 0.99 * part / 100) })).toBe('within-band')
    expect(comparedElsewhere(promised, { loss: 2 * (1 + 1.01 * loss / 100), count: 40 })).toBe('not-reproduced')
    expect(comparedElsewhere(promised, { loss: 2, count: 40 * (1 + 1.01 * part / 100) })).toBe('not-reproduced')
    expect(comparedElsewhere(few, { loss: 2, count: 3 + 0.99 * count })).toBe('within-band') // the larger of the two
    expect(comparedElsewhere(few, { loss: 2, count: 3 + 1.01 * count })).toBe('not-reproduced')
  })
})

it('results are counted by tier, and a tier of which there are none is not named', () => {
  const of = (...engines: string[]) => tiersOf(engines.map((engine) => ({ engine })))
  expect(of('cpu', 'webgpu', 'cpu')).toEqual([{ tier: 'B', runs: 2 }, { tier: 'C', runs: 1 }])
  expect([of('cpu'), of('tfjs-wasm'), of()]).toEqual([[{ tier: 'B', runs: 1 }], [{ tier: 'C', runs: 1 }], []])
})

/** What a receipt of one run on WebGPU says of other parameters with these headlines, found in another browser. */
function comparedElsewhere(promised: Headlines, found: Headlines): string {
  const parsed = parseExperiment({
    task: { kind: 'reconstruction', featureCount: 5, sparsity: [0.9] }, model: { kind: 'autoencoder' },
    shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }] }, training: { steps: 10, batchSize: 16 }, seeds: { count: 1 }, measurement: { probes: 5 },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  const small = planSweep(parsed.value)
  const [{ id, spec }] = small.runs
  const finished = ({ loss, count }: Headlines, platform: string, parameter: number): RunRecord => ({
    ...record('webgpu'), id, spec, status: { kind: 'finished' }, curve: { step: [10], loss: [loss] }, parameters: new Float32Array(parameterLayout(spec).total).fill(parameter),
    metrics: { scalars: { [primaryCount(spec.task.kind, spec.model.kind)]: count }, arrays: {} },
    environment: { ...record('webgpu').environment!, details: { platform } },
  })
  const receipt = makeReceipt(small, [finished(promised, 'Chromium 156', 0)])
  if (!receipt.ok) throw new Error(describeReceiptRefusal(receipt.error))
  return compareWithReceipt(receipt.value, small, [finished(found, 'Chromium 157', 1)]).kind
}
interface Headlines { readonly loss: number; readonly count: number }
