/** A desk and ended sweeps for tests of the page's services; nothing of it trains. */
import { createDesk, type OnDesk } from '../../../src/dashboard/state/desk'
import { createSweeps, type Sweeps } from '../../../src/dashboard/state/sweeps'
import { parseExperiment } from '../../../src/experiment/parse'
import type { Experiment } from '../../../src/experiment/experiment'
import type { Recalled } from '../../../src/runner/conduct/browser-sweeps'
import type { RunRecord } from '../../../src/runner/keeping/run-record'

export function experimentOf(title: string): Experiment {
  const parsed = parseExperiment({ title, task: { kind: 'recall', featureCount: 8 }, shapes: { kind: 'budget', parameterBudget: [64], depth: [1, 4], neuronsPerWidth: 0.5 } })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}

/** All its runs as they are when they have diverged: ended, and small. */
export const endedRuns = ({ plan }: OnDesk): RunRecord[] => plan.runs.map((run) => ({
  ...run, experimentId: plan.experimentId, status: { kind: 'diverged', step: 1 }, curve: { step: [1], loss: [NaN] },
  metrics: null, parameters: null, environment: null, stepsPerSecond: null,
}))

export function emptyDesk() {
  let fragment = ''
  return createDesk([], { fragment: () => fragment, push: (next) => { fragment = next }, replace: () => undefined, depth: () => ({ depth: 0, top: 0 }), go: () => undefined, onChange: () => undefined })
}

export const idleSweeps = (): Sweeps => createSweeps({
  browserSweeps: { recall: () => Promise.reject(new Error('not asked')), begin: () => Promise.reject(new Error('not asked')) },
  spawn: () => { throw new Error('nothing trains') }, trainers: 1, now: () => 0, beforePaint: (callback) => callback(), canEvict: () => false,
})

export const nothingSaved: Recalled = { records: [], checkpoints: [], notices: [] }

export const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve) })
