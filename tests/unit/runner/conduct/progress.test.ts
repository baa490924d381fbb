import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEstimator, createStopwatch, flopsDone, flopsPerRun } from '../../../../src/runner/conduct/progress'
import { createResultsStore } from '../../../../src/runner/keeping/results-store'
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

describe('the remaining time', () => {
  it('is the remaining work over the rate measured so far, and counts down between news', () => {
    const estimate = createEstimator(1000, 0)
    expect(estimate(0, 10)).toEqual({ fraction: 0, secondsRemaining: null })
    expect(estimate(250, 20)).toEqual({ fraction: 0.25, secondsRemaining: 60 })
    expect(estimate(250, 35)).toEqual({ fraction: 0.25, secondsRemaining: 45 })
    expect(estimate(500, 40)).toEqual({ fraction: 0.5, secondsRemaining: 40 })
    expect(estimate(500, 400).secondsRemaining).toBe(0)
  })

  it('takes no speed from what an earlier sitting did', () => {
    const estimate = createEstimator(1000, 500)
    expect(estimate(500, 5)).toEqual({ fraction: 0.5, secondsRemaining: null })
    expect(estimate(600, 10)).toEqual({ fraction: 0.6, secondsRemaining: 40 })
  })

  it('never lets the fraction fall or leave [0, 1], whatever is lost and done again', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.nat(50))), (news) => {
      const estimate = createEstimator(100, 0)
      let seconds = 0, before = 0
      for (const [done, later] of news) {
        seconds += later
        const { fraction, secondsRemaining } = estimate(done, seconds)
        expect(fraction).toBeGreaterThanOrEqual(before)
        expect(fraction).toBeLessThanOrEqual(1)
        if (secondsRemaining !== null) expect(secondsRemaining).toBeGreaterThanOrEqual(0)
        before = fraction
      }
    }), { seed: 11 })
  })
})

describe('the work done', () => {
  it('counts ended runs whole, running and stopped ones by their steps, and sums to the plan', () => {
    const plan = tinyPlan([[2, 2, 40], [3, 1, 60]])
    const flops = flopsPerRun(plan)
    expect([...flops]).toEqual([20, 20, 60])
    const store = createResultsStore(plan, [], () => {})
    const environment = { engine: 'cpu', engineVersion: '1', adapter: '', software: true, details: {} } as const
    for (const group of plan.groups) store.begin(group, environment)
    const [first, second] = plan.groups
    store.append(first, { kind: 'chunk', groupId: first.id, step: 50, loss: Float32Array.of(1, 1), secondsTraining: 2 })
    expect(flopsDone(store.records(), flops)).toBe(20)
    expect(store.records()[0].stepsPerSecond).toBe(25)
    store.end(plan.runs[0].id, { kind: 'diverged', step: 60 }, environment, 25)
    store.end(second.runs[0].id, { kind: 'stopped', step: 25 }, environment, null)
    expect(flopsDone(store.records(), flops)).toBe(20 + 10 + 15)
  })
})
