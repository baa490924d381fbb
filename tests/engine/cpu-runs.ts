/** Runs that take the CPU engine through every kernel and tail, in Node and in a browser. */
import type { Engine } from '../../src/engine/engine'
import type { RunSpec } from '../../src/science/training/run-spec'
import { tinyRuns } from './tiny-runs'

const [tied, , skipping, untied, frozenRecall, trainedRecall, orthonormal, deep] = Object.values(tinyRuns)

const autoencoderRecall: RunSpec = {
  ...frozenRecall, task: { kind: 'recall', featureCount: 71 }, training: { ...frozenRecall.training, batchSize: 71 },
  model: { kind: 'autoencoder', tied: true, hidden: 'relu', output: 'relu' }, shape: { width: 6, depth: 1, neurons: 6 },
}

/** Beyond tinyRuns: several chunks and a ragged last one, three blocks of outputs, all-absent samples, dense draws of many features. */
export const cpuRuns: Readonly<Record<string, RunSpec>> = {
  'tied, 3 chunks of an every-entry batch': { ...tied, training: { ...tied.training, batchSize: 259 } },
  'tied, every entry, most samples all absent, three chunks': {
    ...tied, task: { ...tied.task, sparsity: 0.95 } as RunSpec['task'], training: { ...tied.training, batchSize: 1003 },
  },
  'tied, every entry, all absent but a few': {
    ...tied, task: { ...tied.task, sparsity: 0.9999 } as RunSpec['task'], training: { ...tied.training, batchSize: 500 },
  },
  'tied, skipping, batch of 3 chunks': { ...skipping, training: { ...skipping.training, batchSize: 300 } },
  'tied, skipping, most samples all absent': {
    ...skipping, task: { ...skipping.task, sparsity: 0.999 } as RunSpec['task'], training: { ...skipping.training, batchSize: 1024 },
  },
  'tied, skipping, n = 201 of p = 1/2': {
    ...skipping, task: { ...skipping.task, featureCount: 201, sparsity: 0.5 } as RunSpec['task'],
  },
  'untied |x|, dense draws of 37 features': { ...untied, task: { ...untied.task, featureCount: 37, sparsity: 0.2 } as RunSpec['task'] },
  'frozen recall of 131 keys: two chunks, three blocks of outputs': {
    ...frozenRecall, task: { kind: 'recall', featureCount: 131 }, training: { ...frozenRecall.training, batchSize: 131 },
    shape: { width: 18, depth: 3, neurons: 9 },
  },
  'trained recall of 131 keys': {
    ...trainedRecall, task: { kind: 'recall', featureCount: 131 }, training: { ...trainedRecall.training, batchSize: 131 },
  },
  'recall by a tied autoencoder with relu on both sides': autoencoderRecall,
  'recall by an untied autoencoder': { ...autoencoderRecall, model: { kind: 'autoencoder', tied: false, hidden: 'linear', output: 'linear' } },
  'frozen recall with relu outputs': { ...frozenRecall, model: { ...frozenRecall.model, output: 'relu' } as RunSpec['model'] },
  'orthonormal |x|, relu outputs': { ...orthonormal, model: { ...orthonormal.model, output: 'relu' } as RunSpec['model'] },
  'residual, trained, no output bias': { ...deep, model: { ...deep.model, outputBias: false } as RunSpec['model'] },
}

/** The runs whose bits are promised, long enough for 50 steps. */
export const promisedRuns: readonly RunSpec[] = [...Object.values(tinyRuns), ...Object.values(cpuRuns)]
  .map((run) => ({ ...run, training: { ...run.training, steps: 50 } }))

/** Parameters of all runs after 50 steps, one run after the other. */
export async function trainedParameters(engine: Engine, runs: readonly RunSpec[] = promisedRuns): Promise<Float32Array> {
  const all: number[] = []
  for (const run of runs) {
    const training = await engine.start([run])
    await training.advance(50)
    all.push(...(await training.parameters()))
    training.dispose()
  }
  return Float32Array.from(all)
}
