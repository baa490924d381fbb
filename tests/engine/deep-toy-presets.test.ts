/** Every preset of the deep toy, at its own sizes, on the webgpu engine: gradient and first losses as float64 science has them. */
import { beforeAll, describe, expect, it } from 'vitest'
import { catalogueEntry } from '../../experiments/index'
import { openFusedEngine } from '../../src/engine/fused/fused-engine'
import type { Engine } from '../../src/engine/engine'
import { planSweep } from '../../src/experiment/plan'
import { parameterLayout } from '../../src/science/models/model'
import { batchOf } from '../../src/science/training/batch'
import { initialParameters } from '../../src/science/training/initial-parameters'
import { lossAndGradient } from '../../src/science/training/loss-and-gradient'
import { trainReference } from '../../src/science/training/reference-training'
import type { RunSpec } from '../../src/science/training/run-spec'
import { expectGradient, GRADIENT_TOLERANCE, LOSS_TOLERANCE, train } from './engine-suite'
import { nodeDevice } from './node-device'

const presets = ['deep-or-wide', 'law-of-the-deep-toy', 'toy-without-layers', 'depth-at-fixed-width', 'sparsity-sets-the-degree']
const steps = 5

/** The densest run of the first shape and the sparsest of the last: between them every kernel of the preset. */
function endsOf(preset: string): [string, RunSpec][] {
  const runs = planSweep(catalogueEntry(preset)!.full).runs.map(({ spec }) => spec)
  const first = runs[0], last = runs[runs.length - 1]
  return [first, last].map((run) => [`${preset}, d ${run.shape.width} × L ${run.shape.depth}`, run])
}

describe('the presets of the deep toy on webgpu', () => {
  let engine: Engine
  beforeAll(async () => { engine = await openFusedEngine(await nodeDevice()) })

  it.each(presets)('refuses no run of %s', (preset) => {
    expect(planSweep(catalogueEntry(preset)!.full).runs.map(({ spec }) => engine.refuses(spec)).filter(Boolean)).toEqual([])
  })

  it.each(presets.flatMap(endsOf))('trains as float64 does: %s', async (_, run) => {
    const parameters = initialParameters(run).map((value, e) => value + 0.05 * Math.sin(1 + e)) // biases off the kink of a ReLU
    const expected = lossAndGradient(run, parameters, batchOf(run, 3))
    const computed = await engine.gradient(run, parameters, 3)
    expect(Math.abs(computed.loss - expected.loss)).toBeLessThan(GRADIENT_TOLERANCE * expected.loss)
    for (const { name, offset, size } of parameterLayout(run).tensors) {
      expectGradient(name, computed.gradient.subarray(offset, offset + size), expected.gradient.subarray(offset, offset + size))
    }
    const { losses } = await train(engine, [run], steps)
    trainReference(run, steps).losses.forEach((loss, t) => expect(Math.abs(losses[t] - loss), `step ${t}`).toBeLessThan(LOSS_TOLERANCE * (1 + loss)))
  })
})
