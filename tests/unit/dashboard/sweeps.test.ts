import { describe, expect, it } from 'vitest'
import { createDesk, type OnDesk } from '../../../src/dashboard/state/desk'
import { createSweeps, endedSession, isInterrupted } from '../../../src/dashboard/state/sweeps'
import type { Recalled } from '../../../src/runner/conduct/browser-sweeps'
import type { RunRecord } from '../../../src/runner/keeping/run-record'
import { parseExperiment } from '../../../src/experiment/parse'

const desk = createDesk([], { fragment: () => '', push: () => undefined, replace: () => undefined, depth: () => ({ depth: 0, top: 0 }), go: () => undefined, onChange: () => undefined })
function laid(number: number): OnDesk {
  const parsed = parseExperiment({ title: `Sweep ${number}`, task: { kind: 'recall', featureCount: 8 }, shapes: { kind: 'budget', parameterBudget: [64], depth: [1, 4], neuronsPerWidth: 0.5 } })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return desk.lay(parsed.value)
}
const diverged = ({ plan }: OnDesk): RunRecord[] => plan.runs.map((run) => ({
  ...run, experimentId: plan.experimentId, status: { kind: 'diverged', step: 1 }, curve: { step: [1], loss: [NaN] },
  metrics: null, parameters: null, environment: null, stepsPerSecond: null,
}))

describe('sweeps of a long session', () => {
  it('stay in memory while they are few, or not stored, or looked at; beyond that the earliest give way', () => {
    const saved = new Set<string>()
    const sweeps = createSweeps({
      browserSweeps: { recall: () => Promise.reject(new Error('not asked')), begin: () => Promise.reject(new Error('not asked')) },
      spawn: () => { throw new Error('nothing trains') }, trainers: 1, now: () => 0, beforePaint: (callback) => callback(),
      canEvict: (id) => saved.has(id),
    })
    const all = Array.from({ length: 12 }, (_, k) => laid(k))
    const unstored = all[1].id
    all.forEach((onDesk) => { if (onDesk.id !== unstored) saved.add(onDesk.id) })
    all.forEach((onDesk) => sweeps.restore(onDesk, diverged(onDesk)))
    const left = [...sweeps.sessions.peek().keys()]
    expect(left).toEqual([unstored, ...all.slice(7).map(({ id }) => id)])
  })
})

describe('a sweep that comes back from an earlier session', () => {
  it('is called interrupted while runs are left, and says how many are part-way', () => {
    const onDesk = laid(1), records = diverged(onDesk)
    const checkpoint = { runs: onDesk.plan.runs.slice(0, 3).map(({ id }) => ({ id })) } as unknown as Recalled['checkpoints'][number]
    const left = endedSession(onDesk, records.slice(0, 2), [], [checkpoint])
    expect([isInterrupted(left), left.view.peek().progress.runsEnded, left.partWay]).toEqual([true, 2, 1])
    const whole = endedSession(onDesk, records, [])
    expect([isInterrupted(whole), isInterrupted({ ...left, isRestored: false }), whole.partWay]).toEqual([false, false, 0])
  })
})
