/**
 * Defaults, version 1: what an experiment is when nothing but its task is said. They follow science.md 4.3 of the
 * founding notes: Adam for the residual tasks as piloted there, AdamW at 1e-3 for the toy models as in the notebook
 * of Elhage et al. Frozen on release: every shared link hangs on them.
 */
import type { Model } from '../science/models/model'
import { taskTraits, type TaskKind } from '../science/tasks/task'
import type { Experiment, ExperimentImportance, ExperimentShapes, ExperimentTask, ExperimentTraining } from './experiment'
import { assumeKinds, readKinds, type KnownKinds } from './kinds'

/** Complete, but only valid where the kinds are compatible. */
export function defaultsOf(kinds: KnownKinds): Experiment {
  const task = kinds['task.kind']
  return {
    title: 'Untitled experiment',
    question: '',
    task: defaultTask(kinds),
    model: defaultModel(task, kinds['model.kind']),
    shapes: defaultShapes(kinds),
    training: defaultTraining(kinds),
    seeds: { init: 1, data: 1, count: 3 },
    measurement: { probes: 60, evaluationSamples: taskTraits[task].defaults.evaluationSamples },
  }
}

/** The defaults that a draft's own choices of kinds lead to: what a form shows where the draft says nothing. */
export function defaultsForDraft(draft: unknown): Experiment {
  return defaultsOf(assumeKinds(readKinds(draft)))
}

function defaultTask(kinds: KnownKinds): ExperimentTask {
  const kind = kinds['task.kind']
  const { featureCount, sparsity } = taskTraits[kind].defaults
  if (kind === 'recall') return { kind, featureCount }
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

function defaultModel(task: TaskKind, kind: Model['kind']): Model {
  if (kind === 'autoencoder') {
    const computes = taskTraits[task].needsUntied !== null
    return { kind, tied: !computes, hidden: computes ? 'relu' : 'linear', output: 'relu' }
  }
  const branchScale = 'inverse-sqrt-depth'
  if (task === 'reconstruction') {
    return { kind, embedding: 'tied', embeddingNorm: 'xavier', unembeddingNorm: 1, output: 'relu', outputBias: true, branchScale, reads: 'stream' }
  }
  return task === 'recall'
    ? { kind, embedding: 'random', embeddingNorm: 'sqrt-width', unembeddingNorm: 8, output: 'linear', outputBias: false, branchScale }
    : { kind, embedding: 'orthonormal', embeddingNorm: 'unit', unembeddingNorm: 1, output: 'linear', outputBias: true, branchScale }
}

function defaultShapes(kinds: KnownKinds): ExperimentShapes {
  const recall = kinds['task.kind'] === 'recall'
  const kind = kinds['shapes.kind']
  if (kind === 'list') {
    if (kinds['model.kind'] === 'autoencoder') return { kind, shapes: [{ width: 2, depth: 1, neurons: 2 }] }
    return { kind, shapes: [recall ? { width: 32, depth: 4, neurons: 16 } : { width: 128, depth: 4, neurons: 8 }] }
  }
  return recall || kinds['task.kind'] === 'reconstruction'
    ? { kind, parameterBudget: [4096], depth: [16, 4, 1], neuronsPerWidth: 0.5 }
    : { kind, parameterBudget: [8192], depth: [4, 2, 1], neuronsPerWidth: 0.0625 }
}

function defaultTraining(kinds: KnownKinds): ExperimentTraining {
  const recall = kinds['task.kind'] === 'recall'
  const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
  if (kinds['model.kind'] === 'autoencoder') {
    return { learningRate: [0.001], weightDecay: 0.01, ...adam, schedule: 'constant', warmup: 0, steps: 10_000, batchSize: recall ? 'full' : 1024 }
  }
  return {
    learningRate: [recall ? 0.08 : 0.01], weightDecay: 0, ...adam,
    schedule: 'cosine', warmup: 0.05, steps: 3000, batchSize: recall ? 'full' : 512,
  }
}
