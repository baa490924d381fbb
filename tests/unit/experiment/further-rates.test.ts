import { describe, expect, it } from 'vitest'
import type { Experiment } from '../../../src/experiment/experiment'
import { withFurtherRates } from '../../../src/experiment/further-rates'
import { parseExperiment } from '../../../src/experiment/parse'
import { planSweep } from '../../../src/experiment/plan'
import { summarise } from '../../../src/science/summary'
import { noteShapes, plantedRuns } from '../science/planted-runs'

function experiment(learningRate: readonly number[], count = 2): Experiment {
  const parsed = parseExperiment({ task: { kind: 'recall' }, shapes: { kind: 'list', shapes: noteShapes }, training: { learningRate }, seeds: { count } })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
/** Rows whose best rate is this one at each depth. */
const rowsWith = (learningRates: readonly number[], best: Readonly<Record<number, number>>) => summarise(plantedRuns({
  shapes: noteShapes, seeds: 2, learningRates, count: () => 10, loss: ({ depth }, rate) => (rate === best[depth] ? 1 : 2),
})).rows

describe('learning rates extended at an edge', () => {
  const rates = [0.01, 0.02, 0.04]
  it('go one step of the grid beyond each edge at which a best rate lies', () => {
    const further = withFurtherRates(experiment(rates), rowsWith(rates, { 16: 0.04, 4: 0.04, 1: 0.01 }))
    expect(further).toMatchObject({ rates: [0.005, 0.08], rows: 3 })
    expect(further?.experiment.training.learningRate).toEqual([0.005, 0.01, 0.02, 0.04, 0.08])
  })
  it('share every run of the earlier sweep', () => {
    const earlier = experiment(rates), further = withFurtherRates(earlier, rowsWith(rates, { 16: 0.02, 4: 0.04, 1: 0.02 }))!
    expect(further).toMatchObject({ rates: [0.08], rows: 1 })
    const ids = new Set(planSweep(further.experiment).runs.map(({ id }) => id))
    expect(planSweep(earlier).runs.every(({ id }) => ids.has(id))).toBe(true)
    expect(ids.size).toBe(4 * noteShapes.length * 2)
  })
  it('are none where every best rate lies inside, where there is one rate, and where no more are allowed', () => {
    expect(withFurtherRates(experiment(rates), rowsWith(rates, { 16: 0.02, 4: 0.02, 1: 0.02 }))).toBeNull()
    expect(withFurtherRates(experiment([0.01]), rowsWith([0.01], { 16: 0.01, 4: 0.01, 1: 0.01 }))).toBeNull()
    const highest = [2.5, 5, 10]
    expect(withFurtherRates(experiment(highest), rowsWith(highest, { 16: 10, 4: 10, 1: 10 }))).toBeNull() // 20 is beyond the bound
    expect(withFurtherRates(experiment(rates, 300), rowsWith(rates, { 16: 0.04, 4: 0.04, 1: 0.04 }))).toBeNull() // trained parameters of 3,600 runs exceed their limit
  })
})
