/**
 * Defaults, version 1: what an experiment is when nothing but its task is said. Adam for
 * the residual tasks, as piloted before the lab was built; AdamW at 1e-3 for the toy models, as in the notebook of Elhage
 * et al. Frozen on release: every shared link hangs on them.
 */
import type { Model, ModelKind, ModelOf, Shape } from '../science/models/model'
import { type RecallTask, type RegressionTask, isRecall, taskTraits } from '../science/tasks/task'
import type { TaskTraits } from '../science/tasks/task-traits'
import type { Experiment, ExperimentImportance, ExperimentShapes, ExperimentTask, ExperimentTraining } from './experiment'
import type { KnownKinds } from './kinds'

/** Complete, but only valid where the kinds are compatible. */
export function defaultsOf(kinds: KnownKinds): Experiment {
  const traits = taskTraits[kinds['task.kind']], role = roleOf(traits)
  const { listed, training } = modelDefaults[kinds['model.kind']], presentations = kinds['training.presentations.kind']
  return {
    title: 'Untitled experiment',
    question: '',
    task: defaultTask(kinds),
    model: modelOf(kinds['model.kind'], role),
    shapes: kinds['shapes.kind'] === 'list' ? { kind: 'list', shapes: [listed[role]] } : { kind: 'budget', ...budgets[role] },
    training: { ...training[role], beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...(traits.family !== 'recall' && presentations !== 'unequal' && { presentations: { kind: presentations, sparsity: 0.9 } }) },
    seeds: { init: 1, data: 1, count: 3 },
    measurement: { probes: 60, evaluationSamples: traits.family === 'recall' ? 0 : traits.defaults.evaluationSamples },
  }
}

function defaultTask(kinds: KnownKinds): ExperimentTask {
  const task: Pick<RecallTask, 'kind'> | Pick<RegressionTask, 'kind'> = { kind: kinds['task.kind'] }
  if (isRecall(task)) return { kind: task.kind, ...taskTraits[task.kind].defaults }
  const { kind } = task, { featureCount, sparsity } = taskTraits[kind].defaults
  const sets = kinds['task.sets.kind'], frequency = kinds['task.frequency.kind']
  return {
    kind, featureCount, sparsity: [sparsity], importance: defaultImportance(kinds['task.importance.kind']),
    ...(sets !== 'independent' && { sets: { kind: sets, size: 2 } }),
    ...(frequency === 'power' ? { frequency: { kind: frequency, exponent: [1] } }
      : frequency === 'last' ? { frequency: { kind: frequency, factor: [0.5] } } : {}),
  }
}

function defaultImportance(kind: ExperimentImportance['kind']): ExperimentImportance {
  switch (kind) {
    case 'uniform': return { kind }
    case 'geometric': return { kind, ratio: [0.9] }
    case 'power': return { kind, exponent: [0.5] }
    case 'last': return { kind, weight: [1] }
  }
  kind satisfies never
}

/** What a network is for: to associate keys with values, to represent x, or to compute something else from it. */
type Role = 'associate' | 'represent' | 'compute'
const roleOf = (task: TaskTraits): Role => (task.family === 'recall' ? 'associate' : task.needsUntied === null ? 'represent' : 'compute')

interface ModelDefaults<K extends ModelKind> {
  readonly model: Readonly<Record<Role, Omit<ModelOf<K>, 'kind'>>>
  /** The one shape of a list. */
  readonly listed: Readonly<Record<Role, Shape>>
  readonly training: Readonly<Record<Role, Omit<ExperimentTraining, 'beta1' | 'beta2' | 'epsilon' | 'presentations'>>>
}

const narrow = { parameterBudget: [4096], depth: [16, 4, 1], neuronsPerWidth: 0.5 }
const budgets: Readonly<Record<Role, Omit<Extract<ExperimentShapes, { kind: 'budget' }>, 'kind'>>> = {
  associate: narrow, represent: narrow, compute: { parameterBudget: [8192], depth: [4, 2, 1], neuronsPerWidth: 0.0625 },
}

const branchScale = 'inverse-sqrt-depth'
const few: Shape = { width: 128, depth: 4, neurons: 8 }, plane: Shape = { width: 2, depth: 1, neurons: 2 }
const deep = { weightDecay: 0, schedule: 'cosine', warmup: 0.05, steps: 3000, learningRate: [0.01], batchSize: 512 } as const
const toy = { weightDecay: 0.01, schedule: 'constant', warmup: 0, steps: 10_000, learningRate: [0.001], batchSize: 1024 } as const

const modelDefaults: { readonly [K in ModelKind]: ModelDefaults<K> } = {
  residual: {
    model: {
      associate: { embedding: 'random', embeddingNorm: 'sqrt-width', unembeddingNorm: 8, output: 'linear', outputBias: false, branchScale },
      represent: { embedding: 'tied', embeddingNorm: 'xavier', unembeddingNorm: 1, output: 'relu', outputBias: true, branchScale, reads: 'stream' },
      compute: { embedding: 'orthonormal', embeddingNorm: 'unit', unembeddingNorm: 1, output: 'linear', outputBias: true, branchScale },
    },
    listed: { associate: { width: 32, depth: 4, neurons: 16 }, represent: few, compute: few },
    training: { associate: { ...deep, learningRate: [0.08], batchSize: 'full' }, represent: deep, compute: deep },
  },
  autoencoder: {
    model: {
      associate: { tied: true, hidden: 'linear', output: 'relu' },
      represent: { tied: true, hidden: 'linear', output: 'relu' },
      compute: { tied: false, hidden: 'relu', output: 'relu' },
    },
    listed: { associate: plane, represent: plane, compute: plane },
    training: { associate: { ...toy, batchSize: 'full' }, represent: toy, compute: toy },
  },
}

/** The model's own defaults under its kind: TypeScript cannot see that both are of one member of the union. */
const modelOf = (kind: ModelKind, role: Role): Model => ({ kind, ...modelDefaults[kind].model[role] }) as Model
