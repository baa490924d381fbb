import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openCheckpointFiles } from '../../../src/cli/checkpoint-files'
import type { KeptCheckpoint } from '../../../src/runner/keeping/kept-checkpoint'
import { parameterLayout } from '../../../src/science/models/model'
import { parseExperiment } from '../../../src/experiment/parse'
import { planSweep } from '../../../src/experiment/plan'

const parsed = parseExperiment({
  task: { kind: 'reconstruction', featureCount: 5 }, model: { kind: 'autoencoder' },
  shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }, { width: 3, depth: 1, neurons: 3 }] },
  training: { steps: 1000, batchSize: 16 }, seeds: { count: 2 }, measurement: { probes: 4, evaluationSamples: 64 },
})
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
const plan = planSweep(parsed.value)
const [first, second] = plan.groups

function checkpointAt(step: number, group = first): KeptCheckpoint {
  const { total, trainable } = parameterLayout(group.runs[0].spec)
  const count = group.runs.length
  const numbers = (length: number) => Float32Array.from({ length }, (_, at) => (at + step) / 3)
  return {
    runs: group.runs.map(({ id }) => ({ id, curve: { step: [250], loss: [NaN] } })),
    checkpoint: {
      environment: { engine: 'cpu', engineVersion: '2', adapter: 'none', software: true, details: {} },
      state: { step, parameters: numbers(count * total), firstMoment: numbers(count * trainable), secondMoment: numbers(count * trainable) },
      lossSum: Float64Array.from({ length: count }, () => 1 / 3), lossSteps: 3, divergedAt: new Int32Array(count), secondsTraining: 1,
    },
  }
}

const root = mkdtempSync(join(tmpdir(), 'superposition-lab-checkpoints-'))
const folder = join(root, 'results.ndjson.checkpoints')
const open = (concluded: readonly string[] = []) => openCheckpointFiles(folder, plan, concluded)
beforeEach(() => rmSync(folder, { recursive: true, force: true }))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('checkpoints beside a results file', () => {
  it('come back to the bit, the latest of each group', () => {
    const files = open()
    files.hurry()
    files.keep(checkpointAt(300), 0)
    files.keep(checkpointAt(600), 1)
    files.keep(checkpointAt(400, second), 2)
    expect(open()).toMatchObject({ damaged: 0, foreign: 0 })
    const kept = [...open().kept].sort((a, b) => b.checkpoint.state.step - a.checkpoint.state.step)
    expect(kept).toEqual([checkpointAt(600), checkpointAt(400, second)])
    for (const { checkpoint: { state } } of kept) expect(state.parameters.buffer.byteLength).toBe(state.parameters.byteLength)
  })

  it('go when the last run of their group is in the results file, and the folder with the last of them', () => {
    const files = open()
    files.keep(checkpointAt(300), 0)
    const [a, b] = first.runs.map(({ id }) => id)
    expect([files.endsGroup(a), files.endsGroup(b)]).toEqual([false, false])
    files.concluded(a)
    expect(open([a]).kept).toHaveLength(1)
    expect(files.endsGroup(b)).toBe(true)
    files.concluded(b)
    expect(existsSync(folder)).toBe(false)
  })

  it('are removed, and said to be, when a kill or a disk left them torn; whatever the length', () => {
    open().keep(checkpointAt(300), 0)
    const path = join(folder, readdirSync(folder)[0])
    const whole = readFileSync(path)
    for (let length = 0; length < whole.length; length += 97) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(path, whole)
      truncateSync(path, length)
      expect(open()).toMatchObject({ kept: [], damaged: 1 })
      expect(existsSync(path)).toBe(false)
    }
    mkdirSync(folder, { recursive: true })
    const altered = Buffer.from(whole)
    altered[whole.length >> 1] ^= 1
    writeFileSync(path, altered)
    writeFileSync(`${path}.4711`, whole.subarray(0, 50)) // a kill while it was written aside
    expect(open()).toMatchObject({ kept: [], damaged: 1 })
    expect(existsSync(`${path}.4711`)).toBe(false)
  })

  it('of another experiment stay where they are', () => {
    const files = open()
    files.keep({ ...checkpointAt(300), runs: checkpointAt(300).runs.map((run, at) => ({ ...run, id: `${at}`.repeat(16) })) }, 0)
    expect(open()).toMatchObject({ kept: [], damaged: 0, foreign: 1 })
    expect(readdirSync(folder)).toHaveLength(1)
  })

  it('are written so seldom that it costs less than a hundredth of the time, but always while the sweep is being stopped', () => {
    const files = open()
    files.keep(checkpointAt(300), 0)
    files.keep(checkpointAt(400), 0.001)
    expect(open().kept[0].checkpoint.state.step).toBe(300)
    files.hurry()
    files.keep(checkpointAt(500), 0.002)
    expect(open().kept[0].checkpoint.state.step).toBe(500)
  })
})
