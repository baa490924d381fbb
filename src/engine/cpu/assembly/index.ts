/**
 * One run, many steps: the batch is taken chunk by chunk (drawn, forward, backward, gradients added), then Adam moves
 * the parameters. One thread, one fixed order, correctly rounded operations only: the bits depend on nothing but the run.
 * The descriptor (descriptor.ts) says what and where; nothing is allocated here.
 */
import { adam } from './adam'
import { beginBatch, clearChunk, columns, draw, taken, writeBatch } from './batch'
import * as D from './descriptor'
import { autoencoderChunk, packWeights, residualChunk } from './models'
import { batchLoss, clearLoss } from './readout'
import { at, number, setRun } from './run'

/** Adds the gradient of the batch of `step` to GRADIENT, and returns its loss. */
function accumulate(step: u32): f64 {
  packWeights()
  clearLoss()
  beginBatch()
  const batch = <u32>at(D.BATCH)
  while (taken < batch) {
    draw(step)
    if (columns == 0) continue // nothing present in any sample so far
    if (at(D.DEPTH) == 0) autoencoderChunk()
    else residualChunk()
    clearChunk()
  }
  return batchLoss()
}

/** Takes steps first … first + count − 1 of one run. Losses before each update go to losses[t·lossStride]. */
export function train(descriptor: usize, first: u32, count: u32, losses: usize, lossStride: usize): void {
  setRun(descriptor)
  for (let step = first; step < first + count; step++) {
    store<f32>(losses, <f32>accumulate(step))
    losses += lossStride * 4
    const schedule = at(D.SCHEDULE) + <usize>step * 12
    const learningRate = number(D.LEARNING_RATE) * load<f32>(schedule)
    adam(
      at(D.PARAMETERS), at(D.GRADIENT), at(D.FIRST_MOMENT), at(D.SECOND_MOMENT), at(D.TRAINABLE),
      learningRate, 1 - learningRate * number(D.WEIGHT_DECAY),
      number(D.BETA1), number(D.BETA1_REST), number(D.BETA2), number(D.BETA2_REST), number(D.EPSILON),
      load<f32>(schedule, 4), load<f32>(schedule, 8))
  }
}

/** Adds the gradient of one batch to GRADIENT, which the host has cleared; returns the loss. */
export function gradient(descriptor: usize, step: u32): f64 {
  setRun(descriptor)
  return accumulate(step)
}

/** Draws a batch and writes it to out [b, f], which the host has cleared. */
export function drawBatch(descriptor: usize, step: u32, out: usize): void {
  setRun(descriptor)
  writeBatch(step, out)
}
