/** Replays over a bare message channel, with the real cpu engine behind it. */
import { afterEach, describe, expect, it } from 'vitest'
import { exposeTrainer } from '../../src/engine/expose-trainer'
import { nodeHost } from '../../src/engine/node-host'
import { createTrainerService } from '../../src/engine/trainer-service'
import { trainerOver } from '../../src/runner/conduct/comlink-trainer'
import { conduct } from '../../src/runner/conduct/conduct'
import { momentSteps, replayRuns, type Moment, type ReplayEnd } from '../../src/runner/reproduction/replay'
import type { RunRecord } from '../../src/runner/keeping/run-record'
import type { PooledTrainer } from '../../src/runner/conduct/sweep'
import { parseExperiment } from '../../src/experiment/parse'
import { planSweep } from '../../src/experiment/plan'
import { initialParameters } from '../../src/science/training/initial-parameters'
import { measureRun } from '../../src/science/metrics/measure'

const open: (() => void)[] = []
afterEach(() => open.splice(0).forEach((close) => close()))

function spawn(): PooledTrainer {
  const { port1, port2 } = new MessageChannel()
  exposeTrainer(createTrainerService(nodeHost), port1)
  const terminate = (): void => { port1.close(); port2.close() }
  open.push(terminate)
  return trainerOver(port2, { gone: new Promise(() => undefined), terminate })
}

function plan() {
  const parsed = parseExperiment({
    title: 'T', question: 'Q', task: { kind: 'reconstruction', featureCount: 6, sparsity: [0.5, 0.9] }, model: { kind: 'autoencoder' },
    shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }] },
    training: { steps: 300, batchSize: 32, learningRate: [0.01], schedule: 'cosine' }, seeds: { count: 2 }, measurement: { probes: 7, evaluationSamples: 64 },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return planSweep(parsed.value)
}

/** Trained in a group of four. */
async function sweep(): Promise<readonly RunRecord[]> {
  return (await conduct(plan(), spawn, { engine: 'cpu', trainers: 1, now: () => performance.now() }).done).runs
}

async function replayed(record: RunRecord, steps: readonly number[]) {
  const moments: Moment[] = [], ends: ReplayEnd[] = []
  await replayRuns([record], { spawn, momentsOf: () => steps, onMoment: (_run, moment) => moments.push(moment), onEnd: (_run, end) => ends.push(end) }).done
  expect(ends).toHaveLength(1)
  return { moments, end: ends[0] }
}

describe('a replay', () => {
  it('goes from the initial parameters to the stored ones, to the bit, though the run was trained in a group', async () => {
    const record = (await sweep())[2]
    const steps = momentSteps(300, 8)
    const { moments, end } = await replayed(record, steps)
    expect(end).toEqual({ kind: 'same' })
    expect(moments.map(({ step }) => step)).toEqual(steps)
    expect(moments[0].parameters).toEqual(initialParameters(record.spec))
    expect(moments.at(-1)!.parameters).toEqual(record.parameters)
    expect(moments.at(-1)!.metrics).toEqual(record.metrics)
  })

  it('passes through the same networks whatever moments are asked for, and measures each as an end is measured', async () => {
    const [record] = await sweep()
    const few = await replayed(record, [150]), many = await replayed(record, [0, 1, 7, 149, 150, 151])
    const at = (moments: readonly Moment[]): Moment => moments.find(({ step }) => step === 150)!
    expect(at(few.moments).parameters).toEqual(at(many.moments).parameters)
    expect(at(few.moments).metrics).toEqual(measureRun(record.spec, at(few.moments).parameters))
    expect(at(few.moments).parameters).not.toEqual(record.parameters)
  })

  it('says so where its end is not what was stored', async () => {
    const [record] = await sweep()
    const other = { ...record, parameters: record.parameters!.map((value, p) => (p === 3 ? value + 1e-6 : value)) }
    expect((await replayed(other, [])).end).toEqual({ kind: 'different', reason: null })
    const foreign = { ...other, environment: { ...record.environment!, engineVersion: '0' } }
    expect((await replayed(foreign, [])).end).toMatchObject({ kind: 'different', reason: expect.stringContaining('trained by cpu 0') })
    expect((await replayed({ ...record, parameters: null }, [])).end).toEqual({ kind: 'unknown' })
  })

  it('of several runs takes one trainer, and can be stopped between them', async () => {
    const runs = (await sweep()).slice(0, 3)
    let spawned = 0
    const ends: [string, string][] = []
    const replay = replayRuns(runs, {
      spawn: () => { spawned += 1; return spawn() }, momentsOf: () => [0], onMoment: () => undefined,
      onEnd(id, { kind }) {
        ends.push([id, kind])
        if (ends.length === 2) replay.stop()
      },
    })
    await replay.done
    expect(spawned).toBe(1)
    expect(ends).toEqual([[runs[0].id, 'same'], [runs[1].id, 'same'], [runs[2].id, 'stopped']])
  })

  it('whose trainer dies says why', async () => {
    const [record] = await sweep()
    const ends: ReplayEnd[] = []
    const dying: PooledTrainer = { ...spawn(), gone: Promise.resolve('the worker ran out of memory') }
    await replayRuns([record], { spawn: () => dying, momentsOf: () => [], onMoment: () => undefined, onEnd: (_run, end) => ends.push(end) }).done
    expect(ends).toEqual([{ kind: 'failed', message: 'the worker ran out of memory' }])
  })
})

describe('moments', () => {
  it('are spaced evenly in the logarithm of the steps, both ends included, none twice', () => {
    expect(momentSteps(1000, 3)).toEqual([0, 1, 10, 100, 1000])
    for (const steps of [1, 2, 7, 20000]) {
      const moments = momentSteps(steps)
      expect([moments[0], moments.at(-1)]).toEqual([0, steps])
      expect(moments).toEqual([...new Set(moments)].sort((a, b) => a - b))
    }
  })
})
