/** Batches of a group: drawn in JavaScript by science/data/feature-law.ts, never by tf.random*, and uploaded step by step. */
import * as tf from '@tensorflow/tfjs-core'
import { recallTargets, regressionTargets } from '../../science/training/batch'
import { drawSample, samplingTable } from '../../science/data/feature-law'
import { importanceWeights } from '../../science/tasks/importance'
import { purpose } from '../../science/random/streams'
import type { RunSpec } from '../../science/training/run-spec'
import { featureLaw, isRecall, taskTraits } from '../../science/tasks/task'
import { kernelOf } from '../kernel-table'
import type { ReferenceKernels } from './kernel-table'
import type { StackedBatch } from './stacked-loss'

export interface BatchSource {
  /** Call inside tf.tidy: inputs and targets are new tensors, or kept ones that a tidy does not touch. */
  batch(step: number): StackedBatch
  dispose(): void
}

export function batchSource(runs: readonly RunSpec[], kernels: ReferenceKernels): BatchSource {
  const n = runs[0].task.featureCount
  const importance = tf.keep(tf.tensor3d(stack(runs.map((run) => importanceWeights(run.task))), [runs.length, 1, n]))
  const kept: tf.Tensor[] = [importance]
  let batch: BatchSource['batch']
  const { task } = runs[0]
  if (isRecall(task)) {
    const targets = tf.keep(tf.tensor3d(stack(runs.map(oneHotTargets)), [runs.length, n, n])) // [i, b, f], b = key
    kept.push(targets)
    batch = () => ({ inputs: null, targets, importance })
  } else {
    const { isInputs } = kernelOf(kernels.targets, taskTraits[task.kind].target)
    const draw = drawer(runs)
    batch = (step) => {
      const values = draw(step)
      const stacked = (all: Float32Array) => tf.tensor3d(all, [runs.length, runs[0].training.batchSize, n])
      const inputs = stacked(values)
      return { inputs, targets: isInputs ? inputs : stacked(Float32Array.from(regressionTargets(task, values))), importance }
    }
  }
  return { batch, dispose: () => tf.dispose(kept) }
}

/** The inputs of every run at a step. Returns a function of the step giving a new array [i, b, f]. */
function drawer(runs: readonly RunSpec[]): (step: number) => Float32Array {
  const n = runs[0].task.featureCount
  const batchSize = runs[0].training.batchSize
  const tables = runs.map((run) => samplingTable(featureLaw(run.task)!))
  return (step) => {
    const values = new Float32Array(runs.length * batchSize * n)
    runs.forEach(({ seeds }, i) => {
      for (let b = 0; b < batchSize; b++) {
        drawSample(tables[i], seeds.data, purpose.batch, step, b, values, (i * batchSize + b) * n)
      }
    })
    return values
  }
}

/** One-hot rows of π(key). Returns [b, f]. */
function oneHotTargets(run: RunSpec): Float32Array {
  const n = run.task.featureCount
  const targets = new Float32Array(n * n)
  recallTargets(run).forEach((answer, key) => { targets[key * n + answer] = 1 })
  return targets
}

function stack(rows: readonly Float32Array[]): Float32Array {
  const stacked = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0))
  let offset = 0
  for (const row of rows) {
    stacked.set(row, offset)
    offset += row.length
  }
  return stacked
}
