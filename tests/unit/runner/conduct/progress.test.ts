import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEstimator, createStopwatch, workAhead, workDone, workOf, type Work } from '../../../../src/runner/conduct/progress'
import { createResultsStore } from '../../../../src/runner/keeping/results-store'
import type { SavedCheckpoint } from '../../../../src/runner/keeping/saved-checkpoint'
import { tinyPlan } from '../tiny-plan'

describe('the stopwatch of a sweep', () => {
  it('counts seconds of training and no pauses', () => {
    let now = 500
    const watch = createStopwatch(() => now)
    watch.start()
    now += 2000
    watch.stop()
    now += 60_000
    watch.start()
    watch.start() // twice is once
    now += 500
    expect(watch.seconds()).toBe(2.5)
  })
})

const training = (flops: number): Work => ({ training: flops, measuring: 0 })

describe('the remaining time', () => {
  it('is the remaining work over the rate measured so far, and counts down between news', () => {
    const estimate = createEstimator(training(1000), training(0))
    expect(estimate(training(0), 10, 1)).toEqual({ fraction: 0, secondsRemaining: null })
    expect(estimate(training(250), 20, 1)).toEqual({ fraction: 0.25, secondsRemaining: 60 })
    expect(estimate(training(250), 35, 1)).toEqual({ fraction: 0.25, secondsRemaining: 45 })
    expect(estimate(training(500), 40, 1)).toEqual({ fraction: 0.5, secondsRemaining: 40 })
    expect(estimate(training(500), 400, 1).secondsRemaining).toBe(0)
  })

  it('takes no speed from what an earlier session did', () => {
    const estimate = createEstimator(training(1000), training(500))
    expect(estimate(training(500), 5, 1)).toEqual({ fraction: 0.5, secondsRemaining: null })
    expect(estimate(training(600), 10, 1)).toEqual({ fraction: 0.6, secondsRemaining: 40 })
  })

  it('counts the measuring that follows training, which is slower than training and shared by all trainers', () => {
    const total = { training: 1e12, measuring: 3e10 } // a GPU trains in 10 s what JavaScript measures in 30
    const trained = { training: 1e12, measuring: 0 }
    const alone = createEstimator(total, training(0))(trained, 10, 1)
    expect(alone.fraction).toBeLessThan(1)
    expect(alone.secondsRemaining).toBeCloseTo(30, 9)
    expect(createEstimator(total, training(0))(trained, 10, 3).secondsRemaining).toBeCloseTo(10, 9)
  })

  it('tells the rate of training from that of measuring once some runs are measured', () => {
    const estimate = createEstimator({ training: 2e12, measuring: 6e10 }, training(0))
    expect(estimate({ training: 1e12, measuring: 3e10 }, 40, 1).secondsRemaining).toBeCloseTo(40, 9) // half of all
    expect(estimate({ training: 2e12, measuring: 3e10 }, 50, 1).secondsRemaining).toBeCloseTo(30, 9)
  })

  it('takes the speed of measuring that was seen where it is higher than the one that is known', () => {
    const estimate = createEstimator({ training: 100, measuring: 6e10 }, training(0))
    expect(estimate({ training: 100, measuring: 3e10 }, 6, 1).secondsRemaining).toBeCloseTo(6, 9)
  })

  it('never lets the fraction fall or leave [0, 1], whatever is lost and done again', () => {
    const flops = fc.double({ min: 0, max: 100, noNaN: true })
    fc.assert(fc.property(fc.array(fc.tuple(flops, flops, fc.nat(50))), (news) => {
      const estimate = createEstimator({ training: 100, measuring: 100 }, training(0))
      let seconds = 0, before = 0
      for (const [trained, measured, later] of news) {
        seconds += later
        const { fraction, secondsRemaining } = estimate({ training: trained, measuring: measured }, seconds, 2)
        expect(fraction).toBeGreaterThanOrEqual(before)
        expect(fraction).toBeLessThanOrEqual(1)
        if (secondsRemaining !== null) expect(secondsRemaining).toBeGreaterThanOrEqual(0)
        before = fraction
      }
    }), { seed: 11 })
  })
})

describe('the work done', () => {
  const plan = tinyPlan([[2, 2, 40], [3, 1, 60]])
  const work = workOf(plan)
  const environment = { engine: 'cpu', engineVersion: '1', adapter: '', software: true, details: {} } as const

  it('counts ended runs whole, running and stopped ones by their steps, and sums to the plan', () => {
    expect(work.runs.map(({ training: trained, measuring }) => trained + measuring)).toEqual([20, 20, 60])
    expect(work.total.training + work.total.measuring).toBeCloseTo(plan.flops, 9)
    const store = createResultsStore(plan, [], () => {})
    for (const group of plan.groups) store.begin(group, environment)
    const [first, second] = plan.groups
    store.append(first, { kind: 'chunk', groupId: first.id, step: 50, loss: Float32Array.of(1, 1), secondsTraining: 2 })
    expect(workDone(store.records(), work)).toEqual(training(work.runs[0].training))
    expect(store.records()[0].stepsPerSecond).toBe(25)
    store.end(plan.runs[0].id, { kind: 'diverged', step: 60 }, environment, 25)
    store.end(second.runs[0].id, { kind: 'stopped', step: 25 }, environment, null)
    const { training: trained, measuring } = workDone(store.records(), work)
    expect(trained).toBeCloseTo(1.5 * work.runs[0].training + work.runs[2].training / 4, 9)
    expect(measuring).toBe(work.runs[0].measuring)
  })

  it('is not all while trained runs are still to be measured, and all when they are', () => {
    const store = createResultsStore(plan, [], () => {})
    const estimate = createEstimator(work.total, workAhead(store.records(), [], work))
    for (const group of plan.groups) {
      store.begin(group, environment)
      store.append(group, { kind: 'chunk', groupId: group.id, step: 100, loss: new Float32Array(group.runs.length), secondsTraining: 2 })
    }
    const trained = estimate(workDone(store.records(), work), 10, 1)
    expect(trained.fraction).toBeLessThan(1)
    expect(trained.secondsRemaining).toBeGreaterThan(0)
    for (const { id } of plan.runs) store.end(id, { kind: 'diverged', step: 100 }, environment, 1)
    expect(estimate(workDone(store.records(), work), 11, 1)).toEqual({ fraction: 1, secondsRemaining: 0 })
  })

  it('of an earlier session is what its checkpoints hold of runs that wait, and its ended runs', () => {
    const [{ id }, ended] = plan.runs
    const record = { ...createResultsStore(plan, [], () => {}).record(ended.id), status: { kind: 'diverged', step: 3 } } as const
    const kept = { runs: [id, ended.id].map((one) => ({ id: one, curve: { step: [], loss: [] } })), checkpoint: { state: { step: 25 } } } as unknown as SavedCheckpoint
    const ahead = workAhead(createResultsStore(plan, [record], () => {}).records(), [kept], work)
    expect(ahead.training).toBeCloseTo(1.25 * work.runs[0].training, 9)
    expect(ahead.measuring).toBe(work.runs[1].measuring)
  })
})
