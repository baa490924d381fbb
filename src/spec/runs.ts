/** The runs of an experiment as specs, in the order of the plan, without their identities: for planning and for its cost. */
import type { RunSpec } from '../science/run-spec'
import type { FrequencyLaw, ImportanceLaw, Task } from '../science/task'
import type { Experiment, ExperimentFrequency, ExperimentImportance } from './experiment'
import type { PlannedShape } from './shapes'

export interface RunOfGrid {
  readonly replicate: number
  readonly spec: RunSpec
}

/** Order: shapes, then sparsity, then importance, then frequency, then learning rate, then replicate, the last changing fastest. */
export function runsOf(experiment: Experiment, shapes: readonly PlannedShape[]): RunOfGrid[] {
  const tasks = tasksOf(experiment)
  const replicates = Array.from({ length: experiment.seeds.count }, (_, replicate) => replicate)
  return shapes.flatMap(({ shape }) => tasks.flatMap((task) => experiment.training.learningRate.flatMap((learningRate) =>
    replicates.map((replicate) => ({ replicate, spec: runSpec(experiment, task, shape, learningRate, replicate) })))))
}

/** One run per shape, the first of its grid: runs of one shape cost the same. */
export function firstRunOf(experiment: Experiment, shape: PlannedShape): RunSpec {
  return runSpec(experiment, tasksOf(experiment)[0], shape.shape, experiment.training.learningRate[0], 0)
}

/** The axes of the grid within one shape, outermost first, by what a user calls them. */
export function axesPerShape({ task, training, seeds }: Experiment): readonly { readonly plural: string; readonly count: number }[] {
  return [
    ...(task.kind === 'recall' ? [] : [
      { plural: 'sparsities', count: task.sparsity.length },
      { plural: 'importances', count: lawsOf(task.importance).length },
      { plural: 'frequencies', count: frequenciesOf(task.frequency).length },
    ]),
    { plural: 'learning rates', count: training.learningRate.length },
    { plural: 'replicates', count: seeds.count },
  ]
}

export function runsPerShape(experiment: Experiment): number {
  return axesPerShape(experiment).reduce((product, { count }) => product * count, 1)
}

function tasksOf({ task }: Experiment): readonly Task[] {
  if (task.kind === 'recall') return [{ kind: task.kind, featureCount: task.featureCount }]
  const { kind, featureCount, sets } = task
  const laws = lawsOf(task.importance), frequencies = frequenciesOf(task.frequency)
  return task.sparsity.flatMap((sparsity) => laws.flatMap((importance) => frequencies.map((frequency): Task =>
    ({ kind, featureCount, sparsity, importance, ...(sets && { sets }), ...(frequency && { frequency }) }))))
}

/** [undefined]: all features are equally frequent. */
function frequenciesOf(frequency: ExperimentFrequency | undefined): readonly (FrequencyLaw | undefined)[] {
  if (frequency === undefined) return [undefined]
  return frequency.kind === 'power'
    ? frequency.exponent.map((exponent) => ({ kind: 'power', exponent }))
    : frequency.factor.map((factor) => ({ kind: 'last', factor }))
}

function lawsOf(importance: ExperimentImportance): readonly ImportanceLaw[] {
  switch (importance.kind) {
    case 'uniform': return [{ kind: 'uniform' }]
    case 'geometric': return importance.ratio.map((ratio) => ({ kind: 'geometric', ratio }))
    case 'power': return importance.exponent.map((exponent) => ({ kind: 'power', exponent }))
    case 'last': return importance.weight.map((weight) => ({ kind: 'last', weight }))
  }
  importance satisfies never
}

function runSpec(experiment: Experiment, task: Task, shape: RunSpec['shape'], learningRate: number, replicate: number): RunSpec {
  const { model, training, seeds, measurement } = experiment
  return {
    task, model, shape,
    training: {
      learningRate,
      weightDecay: training.weightDecay,
      beta1: training.beta1,
      beta2: training.beta2,
      epsilon: training.epsilon,
      schedule: training.schedule,
      warmup: training.warmup,
      steps: training.steps,
      batchSize: training.batchSize === 'full' ? task.featureCount : training.batchSize,
    },
    seeds: { init: (seeds.init + replicate) % 2 ** 32, data: (seeds.data + replicate) % 2 ** 32 },
    measurement: { probes: measurement.probes, evaluationSamples: measurement.evaluationSamples },
  }
}
