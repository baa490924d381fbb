import * as tf from '@tensorflow/tfjs-core'
import type { Checkpoint } from '../../protocol/environment'
import { initialParameters } from '../../science/training/initial-parameters'
import { invariant } from '../../science/invariant'
import { parameterLayout } from '../../science/models/model'
import type { RunSpec } from '../../science/training/run-spec'
import type { Training } from '../engine'
import { adamW, type OptimiserState } from './adamw'
import { batchSource } from './batch-source'
import type { ReferenceKernels } from './kernel-table'
import { stackedGradient } from './stacked-gradient'
import { columns, sideBySide } from './stacked-parameters'
import type { TensorflowBackend } from './tensorflow-backend'

/** Losses of single steps are joined into one tensor this often, to keep few tensors alive. */
const LOSSES_PER_TENSOR = 64

/** Trains a group on one tfjs backend: per step draw, upload, differentiate, update. Nothing is read back. */
export function startReference(backend: TensorflowBackend, runs: readonly RunSpec[], from: Checkpoint | undefined, kernels: ReferenceKernels): Training {
  const instances = runs.length
  const layout = parameterLayout(runs[0])
  const frozenCount = layout.total - layout.trainable
  const initial = from?.parameters ?? joined(runs.map(initialParameters)) // [i, P]
  const stacked = (values: Float32Array) => tf.keep(tf.tensor2d(values, [instances, values.length / instances]))

  backend.use()
  const source = batchSource(runs, kernels)
  const optimiser = adamW(runs)
  const frozenValues = columns(initial, layout.total, layout.trainable, layout.total)
  const frozen = frozenCount > 0 ? stacked(frozenValues) : null
  let state: OptimiserState = {
    trainable: stacked(columns(initial, layout.total, 0, layout.trainable)),
    firstMoment: stacked(from?.firstMoment ?? new Float32Array(instances * layout.trainable)),
    secondMoment: stacked(from?.secondMoment ?? new Float32Array(instances * layout.trainable)),
  }
  let step = from?.step ?? 0
  let lossRows: tf.Tensor2D[] = [] // each [t, i], in order of steps
  let recent: tf.Tensor1D[] = [] // each [i]
  let disposed = false

  /** Enqueues one step: synchronous, and a tidy of its own, so that only the new state and the loss outlive it. */
  function takeStep(): void {
    const previous = state
    const next = tf.tidy(() => {
      const { losses, gradient } = stackedGradient(runs[0], previous.trainable, frozen, source.batch(step))
      return { ...optimiser.step(step, previous, gradient), losses }
    })
    const { losses, ...updated } = next
    state = { trainable: tf.keep(updated.trainable), firstMoment: tf.keep(updated.firstMoment), secondMoment: tf.keep(updated.secondMoment) }
    tf.dispose([previous.trainable, previous.firstMoment, previous.secondMoment])
    recent.push(losses)
    if (recent.length === LOSSES_PER_TENSOR) joinLosses()
    step += 1
  }

  function joinLosses(): void {
    if (recent.length === 0) return
    lossRows.push(tf.keep(tf.stack(recent) as tf.Tensor2D))
    tf.dispose(recent)
    recent = []
  }

  /** [i, P_trainable] tensor -> the same values, and the frozen ones beside them where asked. */
  async function withFrozen(): Promise<Float32Array> {
    const trainable = await copyOf(state.trainable)
    return frozenCount > 0 ? sideBySide(trainable, frozenValues, instances) : trainable
  }

  return {
    get step() { return step },
    async advance(count) {
      invariant(!disposed, () => 'this training was disposed')
      invariant(step + count <= runs[0].training.steps, () => `step ${step + count} is beyond the run's ${runs[0].training.steps} steps`)
      backend.use()
      for (let k = 0; k < count; k++) takeStep()
      await backend.settle()
    },
    async losses() {
      backend.use()
      joinLosses()
      if (lossRows.length === 0) return new Float32Array(0)
      const rows = lossRows
      lossRows = []
      const all = rows.length === 1 ? rows[0] : tf.concat(rows, 0) // [t, i]
      const values = await copyOf(all)
      tf.dispose([...rows, all])
      return values
    },
    parameters: withFrozen,
    async checkpoint() {
      return {
        step,
        parameters: await withFrozen(),
        firstMoment: await copyOf(state.firstMoment),
        secondMoment: await copyOf(state.secondMoment),
      }
    },
    dispose() {
      if (disposed) return
      disposed = true
      backend.use()
      source.dispose()
      tf.dispose([state.trainable, state.firstMoment, state.secondMoment, ...lossRows, ...recent])
      frozen?.dispose()
      backend.trim()
    },
  }
}

/** The values of a tensor in an array of their own: tfjs may hand out the one it keeps. */
async function copyOf(tensor: tf.Tensor): Promise<Float32Array> {
  return new Float32Array((await tensor.data()) as Float32Array)
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.length * rows[0].length)
  rows.forEach((row, i) => all.set(row, i * row.length))
  return all
}
