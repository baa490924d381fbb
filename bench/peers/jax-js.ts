/** jax-js as its documentation writes it: one jitted step of valueAndGrad, Adam and data from jax.random. */
import { defaultDevice, init, jit, nn, numpy as np, random, tree, valueAndGrad, blockUntilReady } from '@jax-js/jax'
import { branchScale, readoutTensor } from '../../src/science/models/model'
import { featureLaw } from '../../src/science/tasks/task'
import { inputsOf, stackedTensors } from '../stacked-tensors'
import type { BenchCase } from '../cases'
import type { Peer } from '../peer'

type Tree = Record<string, np.Array>

/** jax-js types its inputs as views of plain ArrayBuffers; ours are. */
const plain = <T extends Float32Array | Int32Array>(values: T) => values as T & { buffer: ArrayBuffer } as never

export function jaxPeer(device: 'webgpu' | 'wasm'): Peer {
  const ready = async () => {
    const available = await init(device)
    if (!available.includes(device)) throw new Error(`jax-js has no device ${device} here`)
    defaultDevice(device)
  }

  const build = (benchCase: BenchCase) => {
    const run = benchCase.runs[0]
    const { task, model, shape } = run
    const stacked = stackedTensors(benchCase.runs)
    const trainable: Tree = {}
    const constants: Tree = { importance: np.array(plain(stacked.importance)) }
    for (const { name, shape: dimensions, values, trainable: isTrainable } of stacked.tensors) {
      const value = np.array(plain(values)).reshape([...dimensions])
      if (isTrainable) trainable[name] = value
      else constants[name] = value
    }
    if (stacked.permutation) {
      constants.target = nn.oneHot(np.array(plain(stacked.permutation), { dtype: np.int32 }).reshape([stacked.instances, stacked.featureCount]), stacked.featureCount)
    }
    const instances = stacked.instances

    /** [i] losses. Takes ownership of all it is given. */
    const losses = (parameters: Tree, fixed: Tree, x: np.Array | null): np.Array => {
      const value = (name: string) => (parameters[name] ?? fixed[name]).ref
      const squared = (output: np.Array, target: np.Array) =>
        np.square(output.sub(target)).mul(value('importance')).sum(2).mean(1)
      let result: np.Array
      if (model.kind === 'autoencoder') {
        const hidden = np.matmul(x!.ref, value('W')) // [i, b, h]
        const output = nn.relu(np.matmul(hidden, np.swapaxes(value('W'), 1, 2)).add(value('b').reshape([instances, 1, -1])))
        result = squared(output, x!)
      } else {
        const start = x ? np.matmul(x.ref, value('E')) : value('E')
        const scale = branchScale(model, shape.depth)
        let residual = start.ref
        for (let layer = 0; layer < shape.depth; layer++) {
          const at = (name: string) => value(name).slice([], layer)
          const pre = np.matmul(residual.ref, np.swapaxes(at('W_in'), 1, 2)).add(at('b_in').reshape([instances, 1, -1]))
          residual = residual.add(np.matmul(nn.relu(pre), at('W_out')).mul(scale))
        }
        const read = model.reads === 'stream' ? residual : residual.sub(start.ref)
        start.dispose()
        const logits = np.matmul(read, np.swapaxes(value(readoutTensor(model)), 1, 2))
        if (task.kind === 'recall') result = nn.logSoftmax(logits, -1).mul(value('target')).sum(2).mean(1).mul(-1)
        else {
          const biased = model.outputBias ? logits.add(value('b_U').reshape([instances, 1, -1])) : logits
          result = squared(model.output === 'relu' ? nn.relu(biased) : biased, task.kind === 'reconstruction' ? x! : np.absolute(x!))
        }
      }
      tree.dispose(parameters)
      tree.dispose(fixed)
      return result
    }

    const { learningRate, beta1, beta2, epsilon } = run.training
    const adam = (parameters: Tree, m: Tree, v: Tree, gradient: Tree, corrections: np.Array) => {
      const names = Object.keys(parameters)
      const next: { parameters: Tree; m: Tree; v: Tree } = { parameters: {}, m: {}, v: {} }
      const correction1 = corrections.ref.slice(0)
      const correction2 = corrections.slice(1)
      for (const name of names) {
        const g = gradient[name]
        const newM = m[name].mul(beta1).add(g.ref.mul(1 - beta1))
        const newV = v[name].mul(beta2).add(np.square(g).mul(1 - beta2))
        const update = newM.ref.div(correction1.ref).div(np.sqrt(newV.ref.div(correction2.ref)).add(epsilon)).mul(learningRate)
        next.parameters[name] = parameters[name].sub(update)
        next.m[name] = newM
        next.v[name] = newV
      }
      correction1.dispose()
      correction2.dispose()
      return next
    }
    const zeros = () => Object.fromEntries(Object.entries(trainable).map(([name, value]) => [name, np.zeros([...value.shape])])) as Tree
    const law = featureLaw(task)
    const draw = (key: np.Array): np.Array | null => {
      if (!law) {
        key.dispose()
        return null
      }
      const p = law.activationProbability as number
      const uniform = random.uniform(key, [instances, run.training.batchSize, task.featureCount])
      const value = uniform.ref.div(p)
      return np.where(uniform.less(p), law.values === 'unit' ? value : value.mul(2).sub(1), 0)
    }
    const step = (parameters: Tree, m: Tree, v: Tree, fixed: Tree, corrections: np.Array, x: np.Array | null) => {
      const [loss, gradient] = valueAndGrad((p: Tree) => losses(p, tree.ref(fixed), x ? x.ref : null).sum())(tree.ref(parameters))
      tree.dispose(fixed)
      x?.dispose()
      return { loss, ...adam(parameters, m, v, gradient as Tree, corrections) }
    }
    /** 1 − β₁ᵗ and 1 − β₂ᵗ from doubles: in float32 on the device they would cost three digits of the first steps. */
    const corrections = (t: number) => np.array([1 - beta1 ** t, 1 - beta2 ** t])
    return { trainable, constants, zeros, losses, draw, step, corrections }
  }

  return {
    name: `jax-js-${device}`,
    async prepare(benchCase) {
      await ready()
      const { trainable, constants, zeros, draw, step, corrections } = build(benchCase)
      const jitted = jit((parameters: Tree, m: Tree, v: Tree, fixed: Tree, scale: np.Array, key: np.Array) =>
        step(parameters, m, v, fixed, scale, draw(key)))
      let state = { parameters: trainable, m: zeros(), v: zeros() }
      let t = 0
      return {
        async steps(count) {
          let loss: np.Array | null = null
          for (let index = 0; index < count; index++) {
            loss?.dispose()
            t += 1
            const next = jitted(state.parameters, state.m, state.v, tree.ref(constants), corrections(t), random.key(t))
            loss = next.loss
            state = { parameters: next.parameters, m: next.m, v: next.v }
          }
          await blockUntilReady(state.parameters)
          await loss?.data()
        },
        dispose() {
          tree.dispose(state)
          tree.dispose(constants)
          jitted.dispose()
        },
      }
    },
    async losses(benchCase, count) {
      await ready()
      const { trainable, constants, zeros, losses, step, corrections } = build(benchCase)
      let state = { parameters: trainable, m: zeros(), v: zeros() }
      const rows: number[][] = []
      const shape = [benchCase.runs.length, benchCase.runs[0].training.batchSize, benchCase.runs[0].task.featureCount]
      for (let index = 0; index < count; index++) {
        const inputs = inputsOf(benchCase.runs, index)
        const x = inputs && np.array(plain(inputs)).reshape(shape)
        rows.push(Array.from(await losses(tree.ref(state.parameters), tree.ref(constants), x && x.ref).data() as Float32Array))
        const next = step(state.parameters, state.m, state.v, tree.ref(constants), corrections(index + 1), x)
        next.loss.dispose()
        state = { parameters: next.parameters, m: next.m, v: next.v }
      }
      tree.dispose(state)
      tree.dispose(constants)
      return rows
    },
  }
}
