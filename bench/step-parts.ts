/**
 * Where a step of the layered path goes, by changing what its two kernels have to do and taking differences: the draw and
 * embedding, the layers, the read-out; the products of the gradient, Adam. Layers are timed by training a deeper model, not by
 * leaving them away: without layers what is read out is the constant 0, and a compiler drops its products with U too.
 */
import type { OwnedDevice } from '../src/engine/device'
import { layeredPlan } from '../src/engine/fused/layered-plan'
import { layeredSteps } from '../src/engine/fused/layered-stack'
import { Pipelines } from '../src/engine/fused/pipelines'
import { openStack } from '../src/engine/fused/stack'
import { tunings } from '../src/engine/fused/tuning'
import { nonEmbeddingParameters, parameterLayout } from '../src/science/models/model'
import type { BenchCase } from './cases'

export interface Profile {
  readonly id: string
  /** Milliseconds per step of all instances. */
  readonly embed: number
  readonly layers: number
  readonly readOut: number
  readonly products: number
  readonly adam: number
  /** Multiply-adds per step of all instances, zeros of x included, in the same parts. */
  readonly layerWork: number
  readonly readOutWork: number
  readonly productWork: number
  /** Gradient tile: rows and columns of one invocation. */
  readonly tile: readonly [number, number]
}

const REPEATS = 5, MILLISECONDS = 150

export async function profile({ device, software }: OwnedDevice, { id, runs }: BenchCase): Promise<Profile> {
  const run = runs[0], tuning = software ? tunings.software : tunings.hardware
  const pipelines = new Pipelines(device)

  /** Milliseconds of one dispatch with some constants of its kernel changed; least of the repeats. */
  const time = async (kernel: 'activations' | 'gradient', change: Readonly<Record<string, number>>, timed = runs): Promise<number> => {
    const stack = openStack(device, timed, null), plan = layeredPlan(timed[0], tuning)
    const name = kernel === 'activations' ? 'activationConstants' : 'gradientConstants'
    const steps = await layeredSteps(device, pipelines, tuning, stack, { ...plan, [name]: { ...plan[name], ...change } })
    const take = async (count: number) => {
      const began = performance.now()
      const encoder = device.createCommandEncoder()
      const pass = encoder.beginComputePass()
      for (let k = 0; k < count; k++) steps.dispatches[kernel](pass)
      pass.end()
      device.queue.submit([encoder.finish()])
      await device.queue.onSubmittedWorkDone()
      return (performance.now() - began) / count
    }
    await take(1)
    const count = Math.max(1, Math.round(MILLISECONDS / await take(1)))
    let least = Infinity
    for (let repeat = 0; repeat < REPEATS; repeat++) least = Math.min(least, await take(count))
    steps.destroy()
    stack.destroy()
    return least
  }

  const isResidual = run.model.kind === 'residual'
  const forwardAndBack = await time('activations', {})
  const { depth } = run.shape, more = Math.max(4, depth)
  const deeper = runs.map((each) => ({ ...each, shape: { ...each.shape, depth: depth + more } }))
  const layers = isResidual ? (await time('activations', {}, deeper) - forwardAndBack) * depth / more : 0
  const embed = await time('activations', { DEPTH: 0, OUTPUTS: 0 })
  const gradient = await time('gradient', {})
  const adam = await time('gradient', { COLUMNS: 0 })
  const { gradientConstants } = layeredPlan(run, tuning)
  const samples = runs.length * run.training.batchSize
  const gradientEntries = parameterLayout(run).tensors
    .filter(({ trainable }) => trainable)
    .reduce((sum, { size, name }) => sum + size * (name === 'W' && run.model.kind === 'autoencoder' && run.model.tied ? 2 : 1), 0)
  return {
    id, embed, layers, readOut: forwardAndBack - layers - embed, products: gradient - adam, adam,
    layerWork: isResidual ? 2 * samples * nonEmbeddingParameters(run) : 0,
    readOutWork: 2 * samples * run.task.featureCount * run.shape.width,
    productWork: samples * gradientEntries,
    tile: [gradientConstants.R, gradientConstants.C],
  }
}
