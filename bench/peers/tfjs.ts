/**
 * Idiomatic tfjs, as its documentation writes a training loop: variables, tf.train.adam, optimizer.minimize,
 * tf.randomUniform for data, instances stacked by a batched matMul. No flag is touched.
 */
import * as tf from '@tensorflow/tfjs'
import { featureLaw } from '../../src/science/tasks/task'
import { branchScale, readoutTensor } from '../../src/science/models/model'
import { inputsOf, stackedTensors, type StackedTensors } from '../stacked-tensors'
import type { BenchCase } from '../cases'
import type { Peer } from '../peer'

type Variables = Record<string, tf.Variable>

/** Σ_i of the mean batch loss, and the losses themselves [i]. */
function lossOf({ runs: [run] }: BenchCase, stacked: StackedTensors, variables: Variables, constants: Record<string, tf.Tensor>, x: tf.Tensor3D | null): tf.Tensor1D {
  const tensor = (name: string) => (variables[name] ?? constants[name]) as tf.Tensor3D
  const { task, model, shape } = run
  const instances = stacked.instances
  if (model.kind === 'autoencoder') {
    const hidden = tf.matMul(x!, tensor('W')) // [i, b, h]
    const output = tf.relu(tf.add(tf.matMul(hidden, tensor('W'), false, true), tf.reshape(tensor('b'), [instances, 1, -1])))
    return tf.sum(tf.mean(tf.mul(tf.squaredDifference(output, x!), constants.importance), 1), 1)
  }
  const start = x ? tf.matMul(x, tensor('E')) : tensor('E') // [i, b, h]
  const scale = branchScale(model, shape.depth)
  let residual: tf.Tensor = start
  for (let layer = 0; layer < shape.depth; layer++) {
    const at = (name: string, rank: number) => tf.squeeze(tf.slice(tensor(name), [0, layer, ...Array<number>(rank - 2).fill(0)], [-1, 1, ...Array<number>(rank - 2).fill(-1)]), [1])
    const pre = tf.add(tf.matMul(residual, at('W_in', 4), false, true), tf.expandDims(at('b_in', 3), 1)) // [i, b, k]
    residual = tf.add(residual, tf.mul(tf.matMul(tf.relu(pre), at('W_out', 4)), scale))
  }
  const read = model.reads === 'stream' ? residual : tf.sub(residual, start)
  const logits = tf.matMul(read as tf.Tensor3D, tensor(readoutTensor(model)), false, true) // [i, b, f]
  if (task.kind === 'recall') {
    const logProbabilities = tf.logSoftmax(logits, -1)
    return tf.neg(tf.mean(tf.sum(tf.mul(logProbabilities, constants.target), -1), 1))
  }
  const biased = model.outputBias ? tf.add(logits, tf.reshape(tensor('b_U'), [instances, 1, -1])) : logits
  const output = model.output === 'relu' ? tf.relu(biased) : biased
  const target = task.kind === 'reconstruction' ? x! : tf.abs(x!)
  return tf.sum(tf.mean(tf.mul(tf.squaredDifference(output, target), constants.importance), 1), 1)
}

export function tfjsPeer(backend: 'webgpu' | 'wasm', load: () => Promise<void>): Peer {
  const ready = async () => {
    await load()
    if (!(await tf.setBackend(backend)) || tf.getBackend() !== backend) throw new Error(`tfjs has no backend ${backend} here`)
  }
  const build = (benchCase: BenchCase) => {
    const stacked = stackedTensors(benchCase.runs)
    const variables: Variables = {}
    const constants: Record<string, tf.Tensor> = { importance: tf.reshape(tf.tensor(stacked.importance), [1, 1, -1]) }
    if (stacked.permutation) constants.target = tf.cast(tf.oneHot(tf.tensor2d(stacked.permutation, [stacked.instances, stacked.featureCount], 'int32'), stacked.featureCount), 'float32')
    for (const { name, shape, values, trainable } of stacked.tensors) {
      const value = tf.tensor(values, [...shape])
      if (trainable) variables[name] = tf.variable(value)
      else constants[name] = value
    }
    const { learningRate, beta1, beta2, epsilon } = benchCase.runs[0].training
    return { stacked, variables, constants, optimiser: tf.train.adam(learningRate, beta1, beta2, epsilon) }
  }
  return {
    name: `tfjs-${backend}`,
    async prepare(benchCase) {
      await ready()
      const { stacked, variables, constants, optimiser } = build(benchCase)
      const law = featureLaw(benchCase.runs[0].task)
      const p = law ? (law.activationProbability as number) : 1
      const shape: [number, number, number] = [stacked.instances, benchCase.runs[0].training.batchSize, stacked.featureCount]
      const draw = (): tf.Tensor3D | null => {
        if (!law) return null
        const uniform = tf.randomUniform(shape)
        const value = tf.div(uniform, p)
        return tf.where(tf.less(uniform, p), law.values === 'unit' ? value : tf.sub(tf.mul(value, 2), 1), tf.zerosLike(uniform)) as tf.Tensor3D
      }
      return {
        async steps(count) {
          let last: tf.Scalar | null = null
          for (let step = 0; step < count; step++) {
            last?.dispose()
            last = tf.tidy(() => {
              const x = draw()
              return optimiser.minimize(() => tf.sum(lossOf(benchCase, stacked, variables, constants, x)) as tf.Scalar, true)!
            })
          }
          await last?.data()
          last?.dispose()
        },
        dispose() {
          Object.values(variables).forEach((variable) => variable.dispose())
          Object.values(constants).forEach((constant) => constant.dispose())
          optimiser.dispose()
        },
      }
    },
    async losses(benchCase, count) {
      await ready()
      const { stacked, variables, constants, optimiser } = build(benchCase)
      const losses: number[][] = []
      for (let step = 0; step < count; step++) {
        const inputs = inputsOf(benchCase.runs, step)
        const x = inputs && tf.tensor3d(inputs, [stacked.instances, benchCase.runs[0].training.batchSize, stacked.featureCount])
        const loss = tf.tidy(() => lossOf(benchCase, stacked, variables, constants, x))
        losses.push(Array.from(await loss.data()))
        tf.tidy(() => { optimiser.minimize(() => tf.sum(lossOf(benchCase, stacked, variables, constants, x)) as tf.Scalar) })
        loss.dispose()
        x?.dispose()
      }
      Object.values(variables).forEach((variable) => variable.dispose())
      Object.values(constants).forEach((constant) => constant.dispose())
      return losses
    },
  }
}
