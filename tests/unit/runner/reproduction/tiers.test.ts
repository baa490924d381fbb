/** A result says how exactly it can be had again, wherever it goes. */
import { describe, expect, it } from 'vitest'
import { conclude, conclusionText } from '../../../../src/cli/conclusion'
import { runsCsv } from '../../../../src/runner/exports/export'
import { readRecordLine, writeRecordLine } from '../../../../src/runner/keeping/record-line'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'
import { receiptCountBand, receiptLossBand } from '../../../../src/science/criteria'
import { tierPromises, tiersOf } from '../../../../src/runner/reproduction/tiers'
import { parseExperiment } from '../../../../src/experiment/parse'
import { planSweep } from '../../../../src/experiment/plan'
import { encodeLink } from '../../../../src/experiment/link'

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

  it('states its bands as the comparison uses them', () => {
    expect(tierPromises.C).toContain(`within ${100 * receiptLossBand}%`)
    expect(tierPromises.C).toContain(`within ${100 * receiptCountBand.relative}% or ${receiptCountBand.absolute}`)
  })
})

it('results are counted by tier, and a tier of which there are none is not named', () => {
  const of = (...engines: string[]) => tiersOf(engines.map((engine) => ({ engine })))
  expect(of('cpu', 'webgpu', 'cpu')).toEqual([{ tier: 'B', runs: 2 }, { tier: 'C', runs: 1 }])
  expect([of('cpu'), of('tfjs-wasm'), of()]).toEqual([[{ tier: 'B', runs: 1 }], [{ tier: 'C', runs: 1 }], []])
})
