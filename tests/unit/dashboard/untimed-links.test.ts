/** What the page does by itself when a link is opened is small, whatever the link says. */
import { describe, expect, it, vi } from 'vitest'
import { catalogue } from '../../../experiments'
import { createEstimator, mostFlopsUntimed } from '../../../src/dashboard/state/estimate'
import { maxFileBytes, readChosenFile } from '../../../src/runner/keeping/chosen-file'
import { maxFlops } from '../../../src/experiment/limits'
import { parseExperiment } from '../../../src/experiment/parse'
import { planSweep } from '../../../src/experiment/plan'
import { fakePool } from '../runner/fake-trainer'

const planOf = (draft: unknown) => {
  const parsed = parseExperiment(draft)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return planSweep(parsed.value)
}

describe('opening a link', () => {
  it('times a few steps of an ordinary sweep, and not one of a huge one', async () => {
    const fake = fakePool()
    const estimator = createEstimator(fake.spawn, 1)
    await estimator.measure(planOf({ task: { kind: 'recall' } }), 'auto')
    expect(estimator.estimate.value.kind).toBe('measured')
    const spawned = fake.spawned()
    const huge = planOf({
      task: { kind: 'absolute-value', featureCount: 4096 }, model: { embedding: 'trained' },
      shapes: { kind: 'list', shapes: [{ width: 512, depth: 8, neurons: 512 }] },
      training: { steps: 100, batchSize: 2048, learningRate: [0.001] }, seeds: { count: 3 },
    })
    await estimator.measure(huge, 'auto')
    expect(estimator.estimate.value).toMatchObject({ kind: 'not-timed' })
    expect(fake.spawned()).toBe(spawned)
    fake.close()
  })

  it('shows no time of the experiment before, and at once what was measured earlier', async () => {
    const fake = fakePool()
    const estimator = createEstimator(fake.spawn, 1)
    const one = planOf({ task: { kind: 'recall' } }), another = planOf({ task: { kind: 'recall' }, seeds: { count: 7 } })
    await estimator.measure(one, 'auto')
    const measured = estimator.estimate.value
    estimator.turnTo(another, 'auto')
    expect(estimator.estimate.value).toEqual({ kind: 'unknown' })
    estimator.turnTo(one, 'webgpu')
    expect(estimator.estimate.value).toEqual({ kind: 'unknown' })
    estimator.turnTo(one, 'auto')
    expect(estimator.estimate.value).toBe(measured)
    fake.close()
  })

  it('times every preset', () => {
    for (const { full, preview } of catalogue) {
      for (const plan of [planSweep(full), planSweep(preview)]) {
        const perStep = plan.groups.map(({ flops, runs }) => flops / runs[0].spec.training.steps).sort((a, b) => b - a)
        expect(perStep.slice(0, 6).reduce((sum, flops) => sum + flops, 0)).toBeLessThan(mostFlopsUntimed)
      }
    }
  })

  it('does not take a sweep beyond the bound on its whole cost', () => {
    const parsed = parseExperiment({ task: { kind: 'absolute-value', featureCount: 1024 }, shapes: { kind: 'list', shapes: [{ width: 512, depth: 8, neurons: 512 }] }, training: { steps: 100000, batchSize: 4096 }, seeds: { count: 64 } })
    expect(parsed.ok).toBe(false)
    expect(parsed.ok ? [] : parsed.error.map(({ allowed }) => allowed)).toContain(`at most ${maxFlops.toExponential()} floating-point operations`)
  })
})

describe('a file', () => {
  it('too large for a tab is refused before it is read', async () => {
    const untouched = new File([], 'huge.ndjson')
    const stream = vi.spyOn(untouched, 'stream')
    expect(await readChosenFile({ size: 2 * maxFileBytes, stream: () => untouched.stream() })).toEqual({ ok: false, error: ['it has 1024 MiB, allowed are 512'] })
    expect(stream).not.toHaveBeenCalled()
    const gone = new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (controller) => { controller.error(new Error('gone')) } })
    expect(await readChosenFile({ size: 3, stream: () => gone })).toMatchObject({ ok: false, error: [expect.stringContaining('could not read')] })
  })
})
