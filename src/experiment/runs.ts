/** The runs of an experiment as specs, in the order of the plan, without their identities: for planning and for its cost. */
import type { RunSpec } from '../science/training/run-spec'
import { settingOf } from '../science/tasks/setting'
import { type FrequencyLaw, type ImportanceLaw, type Task, isRecall } from '../science/tasks/task'
import type { Experiment, ExperimentFrequency, ExperimentImportance } from './experiment'
import { trainedAt } from './presentations'
import type { PlannedShape } from './shapes'

export interface RunOfGrid {
  readonly replicate: number
  readonly spec: RunSpec
}

/** Order: shapes, then sparsity, then importance, then frequency, then steps, then learning rate, then replicate, the last changing fastest. */
export function runsOf(experiment: Experiment, shapes: readonly PlannedShape[]): RunOfGrid[] {
  const tasks = tasksOf(experiment)
  const replicates = Array.from({ length: experiment.seeds.count }, (_, replicate) => replicate)
  return shapes.flatMap(({ shape }) => tasks.flatMap((task) => stepsOf(experiment).flatMap((steps) => experiment.training.learningRate.flatMap((learningRate) =>
    replicates.map((replicate) => ({ replicate, spec: runSpec(experiment, task, shape, { steps, learningRate }, replicate) }))))))
}

/**
 * One run per length of training of a shape, and per sparsity where training follows it; the first of its grid. All like it cost the
 * same, and there are equally many of each.
 */
export function firstRunsOf(experiment: Experiment, { shape }: PlannedShape): RunSpec[] {
  const { training } = experiment, [learningRate] = training.learningRate
  const tasks = tasksOf(experiment).filter((task, at, all) => at === 0 || (training.presentations !== undefined && sparsityOf(task) !== sparsityOf(all[at - 1])))
  return tasks.flatMap((task) => stepsOf(experiment).map((steps) => runSpec(experiment, task, shape, { steps, learningRate }, 0)))
}

/** The lengths of training as stated, at least one. A run's own may follow its sparsity: presentations.ts. */
export function stepsOf({ training: { steps } }: Pick<Experiment, 'training'>): readonly number[] {
  return typeof steps === 'number' ? [steps] : steps
}

/** The axes of the grid within one shape, outermost first, by what a user calls them. */
export function axesPerShape(experiment: Experiment): readonly { readonly plural: string; readonly count: number }[] {
  const { task, training, seeds } = experiment
  return [
    ...(isRecall(task) ? [] : [
      { plural: 'sparsities', count: task.sparsity.length },
      { plural: 'importances', count: lawsOf(task.importance).length },
      { plural: 'frequencies', count: frequenciesOf(task.frequency).length },
    ]),
    { plural: 'lengths of training', count: stepsOf(experiment).length },
    { plural: 'learning rates', count: training.learningRate.length },
    { plural: 'replicates', count: seeds.count },
  ]
}

export function runsPerShape(experiment: Experiment): number {
  return axesPerShape(experiment).reduce((product, { count }) => product * count, 1)
}

const sparsityOf = (task: Task): number | null => settingOf(task).sparsity

function tasksOf({ task }: Experiment): readonly Task[] {
  if (isRecall(task)) return [{ kind: task.kind, featureCount: task.featureCount }]
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

function runSpec(experiment: Experiment, task: Task, shape: RunSpec['shape'], swept: Pick<RunSpec['training'], 'learningRate' | 'steps'>, replicate: number): RunSpec {
  const { model, training, seeds, measurement } = experiment
  return {
    task, model, shape,
    training: {
      learningRate: swept.learningRate,
      weightDecay: training.weightDecay,
      beta1: training.beta1,
      beta2: training.beta2,
      epsilon: training.epsilon,
      schedule: training.schedule,
      warmup: training.warmup,
      ...trainedAt(training, sparsityOf(task), swept.steps, task.featureCount),
    },
    seeds: { init: (seeds.init + replicate) % 2 ** 32, data: (seeds.data + replicate) % 2 ** 32 },
    measurement: { probes: measurement.probes, evaluationSamples: measurement.evaluationSamples },
  }
}
