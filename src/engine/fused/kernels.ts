/**
 * What each kernel is made of: its stages in the order of their text, and the integers they are unrolled for. Pure: the hosts
 * (layered-stack.ts, persistent-stack.ts) compile what stands here, and `npm run kernels` prints it.
 */
import { samplingMethod } from '../../science/data/feature-law'
import { rmsEpsilon } from '../../science/models/rms-norm'
import { featureLaw } from '../../science/tasks/task'
import type { RunSpec } from '../../science/training/run-spec'
import { type BufferName, layeredBytes, persistentBytes, stackBytes, stackLimits } from './buffer-sizes'
import { type Composed, type Constants, compose } from './compose'
import { type LayeredPlan, layeredPlan } from './layered-plan'
import { type PersistentPlan, persistentPlan } from './persistent-plan'
import { type StageFile, stage } from './stages'
import type { Tuning } from './tuning'

export interface Kernel {
  readonly label: 'narrow activations' | 'plain activations' | 'layered gradient' | 'persistent autoencoder'
  readonly entryPoint: string
  readonly files: readonly StageFile[]
  /** In the order of their bindings. */
  readonly buffers: readonly BufferName[]
  readonly constants: Constants
  /** Values of the text's `override`s: what differs here needs no text of its own. */
  readonly overrides: Readonly<Record<string, number>>
}

export const composeKernel = ({ files, constants }: Kernel): Composed => compose(files.map(stage), constants)

/** All kernels that train this run, and the bytes of their buffers in a stack of `count` runs like it. */
export function kernelsOf(run: RunSpec, tuning: Tuning, subgroups: boolean, count: number): { kernels: Kernel[]; bytes: Readonly<Partial<Record<BufferName, number>>> } {
  const persistent = persistentPlan(run, tuning), shared = stackBytes(run, count, stackLimits)
  if (persistent) return { kernels: [persistentKernel(run, persistent)], bytes: { ...shared, ...persistentBytes(run, 0) } }
  const plan = layeredPlan(run, tuning)
  return {
    kernels: [activationKernel(run, plan, tuning, subgroups), gradientKernel(plan, tuning, subgroups)],
    bytes: { ...shared, ...layeredBytes(plan, count) },
  }
}

/** Inputs from the random words; recall draws nothing. */
function drawing(run: RunSpec): StageFile[] {
  const law = featureLaw(run.task)
  if (law === null) return ['stages/recall.wgsl']
  const sampler = samplingMethod(law) === 'skipping' ? 'stages/skipping.wgsl' : 'stages/every-entry.wgsl'
  return ['stages/philox.wgsl', 'stages/feature-law.wgsl', sampler]
}

/** @param subgroups whether the device has them. Rows of four are then handed round a quad: the same bits, fewer loads. */
export function activationKernel(run: RunSpec, plan: LayeredPlan, tuning: Tuning, subgroups: boolean): Kernel {
  const kind = plan.narrow ? 'narrow' : 'plain'
  const skipping = drawing(run).includes('stages/skipping.wgsl')
  const quads = quadSwaps(tuning, subgroups)
  return {
    label: `${kind} activations`, entryPoint: 'step_activations',
    files: [
      ...quads.files, 'activation-pass.wgsl', 'stages/instance.wgsl', 'stages/samples.wgsl', 'stages/chunk.wgsl', ...drawing(run),
      ...(skipping ? ['stages/gap.wgsl', 'stages/embed-skipping.wgsl'] as const : []),
      ...(kind === 'narrow' || !skipping ? [`stages/${kind}/embed.wgsl`] as const : []),
      `stages/${kind}/rows.wgsl`, 'stages/activation.wgsl', `stages/${kind}/${run.model.kind}.wgsl`,
      ...(plan.isNormalised ? [`stages/${kind}/rms-norm.wgsl`] as const : []),
      ...(kind === 'plain' ? ['stages/plain/read-out.wgsl'] as const : []), `stages/${kind}/${plan.loss}.wgsl`,
      ...(plan.loss === 'squared-error' ? ['target.wgsl', 'stages/squared-error.wgsl'] as const : []),
    ],
    buffers: ['parameters', 'activations', 'instances', 'task_table', 'counters'],
    constants: { ...plan.activationConstants, ...quads.constants },
    overrides: {
      WORKGROUP: tuning.activationWorkgroup,
      ...(plan.branchScale === null ? {} : { BRANCH_SCALE: Math.fround(plan.branchScale) }),
      ...(plan.isNormalised ? { RMS_EPSILON: rmsEpsilon } : {}),
    },
  }
}

export function gradientKernel(plan: LayeredPlan, tuning: Tuning, subgroups: boolean): Kernel {
  const quads = quadSwaps(tuning, subgroups)
  return {
    label: 'layered gradient', entryPoint: 'step_gradient',
    files: [...quads.files, 'layered-gradient.wgsl', 'stages/instance.wgsl', 'stages/gradient-tile.wgsl', 'stages/adam.wgsl'],
    buffers: ['parameters', 'activations', 'instances', 'moments', 'tiles', 'schedule', 'counters', 'losses'],
    constants: { ...plan.gradientConstants, ...quads.constants }, overrides: {},
  }
}

export function persistentKernel(run: RunSpec, plan: PersistentPlan): Kernel {
  return {
    label: 'persistent autoencoder', entryPoint: 'train',
    files: [
      'persistent-autoencoder.wgsl', 'stages/instance.wgsl', 'stages/samples.wgsl', ...drawing(run), 'stages/draw-group.wgsl',
      'stages/activation.wgsl', 'target.wgsl', 'stages/squared-error.wgsl', 'stages/adam.wgsl',
    ],
    buffers: ['parameters', 'moments', 'instances', 'task_table', 'progress', 'schedule', 'losses', 'drawn'],
    constants: plan.constants, overrides: {},
  }
}

function quadSwaps(tuning: Tuning, subgroups: boolean): { files: StageFile[]; constants: Constants } {
  const swaps = tuning.share === 4 && subgroups
  return { files: swaps ? ['stages/quad-swaps.wgsl'] : [], constants: { QUAD_SWAPS: Number(swaps), LOADS: swaps ? 1 : 4 } }
}
