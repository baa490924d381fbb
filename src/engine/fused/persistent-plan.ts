/** Which autoencoders the persistent path trains, and with how many invocations per model. Pure. */
import { samplingMethod } from '../../science/data/feature-law'
import { parameterLayout } from '../../science/models/model'
import type { RunSpec } from '../../science/training/run-spec'
import { featureLaw, isRecall, taskTraits } from '../../science/tasks/task'
import type { Constants } from './compose'
import { fusedKernels, type FusedKernels } from './kernel-table'
import { tableEntries, tableWords, taskConstants } from './layered-plan'
import type { Tuning } from './tuning'

/** WebGPU's default limit of workgroup storage. */
const WORKGROUP_BYTES = 16384

export interface PersistentPlan {
  readonly threads: number
  readonly constants: Constants
}

/** Null when this run is not an autoencoder small enough to be unrolled whole. A function of shape and adapter class. */
export function persistentPlan(run: RunSpec, tuning: Tuning, kernels: FusedKernels = fusedKernels): PersistentPlan | null {
  const { task, model, shape, training } = run
  if (model.kind !== 'autoencoder' || isRecall(task)) return null
  const layout = parameterLayout(run)
  const n = task.featureCount, m = shape.width, P = layout.total
  if (P - n > tuning.persistentWeights) return null
  let threads = tuning.persistentThreads
  while (threads > 4 && workgroupBytes(threads, P) > WORKGROUP_BYTES) threads /= 2
  if (workgroupBytes(threads, P) > WORKGROUP_BYTES) return null
  const flag = (condition: boolean) => (condition ? 1 : 0)
  const offset = (name: string) => layout.tensors.find((tensor) => tensor.name === name)?.offset ?? 0
  return {
    threads,
    constants: {
      THREADS: threads, BATCH: training.batchSize, FEATURES: n, WIDTH: m, P, V_START: offset('V'), B_START: offset('b'),
      ENTRIES: tableEntries(run), TABLE: tableWords(run), PARTIALS: threads * (P + 1),
      SKIPPING: flag(samplingMethod(featureLaw(task)) === 'skipping'), SIGNED: flag(taskTraits[task.kind].values === 'signed'),
      SOFT_SHIFT: flag(tuning.softShift), LANES4: 1, ...taskConstants(run, kernels),
      UNTIED: flag(!model.tied), HIDDEN_RELU: flag(model.hidden === 'relu'), OUTPUT_RELU: flag(model.output === 'relu'),
    },
  }
}

/** Partial sums of every invocation, weights and both moments. */
function workgroupBytes(threads: number, P: number): number {
  return 4 * (threads * (P + 1) + 3 * P)
}
