/**
 * The choices that decide which fields exist and what the defaults are, read from a draft: differences from
 * defaults as a user wrote them, trusted in nothing.
 */
import { hasDepth, modelKinds, type ModelKind } from '../science/models/model'
import { taskKinds, type TaskKind } from '../science/tasks/task'
import type { ExperimentFrequency, ExperimentImportance, ExperimentShapes, Presentations } from './experiment'
import type { FeatureSets } from '../science/data/feature-law'
import type { KindPath } from './field'
import { valueAt } from './edit'

/** null: missing where it is required, or not one of the choices; what depends on it is then undecided. */
export interface Kinds {
  readonly 'task.kind': TaskKind | null
  readonly 'task.importance.kind': ExperimentImportance['kind'] | null
  readonly 'task.sets.kind': (typeof setsKinds)[number] | null
  readonly 'task.frequency.kind': (typeof frequencyKinds)[number] | null
  readonly 'model.kind': ModelKind | null
  readonly 'shapes.kind': ExperimentShapes['kind'] | null
  readonly 'training.presentations.kind': (typeof presentationsKinds)[number] | null
}

export type KnownKinds = { readonly [K in KindPath]: NonNullable<Kinds[K]> }

export const importanceKinds = ['uniform', 'geometric', 'power', 'last'] as const satisfies readonly ExperimentImportance['kind'][]
export const setsKinds = ['independent', 'correlated', 'anticorrelated'] as const satisfies readonly ('independent' | FeatureSets['kind'])[]
export const frequencyKinds = ['uniform', 'power', 'last'] as const satisfies readonly ('uniform' | ExperimentFrequency['kind'])[]
export const presentationsKinds = ['unequal', 'equal-by-steps', 'equal-by-batch'] as const satisfies readonly ('unequal' | Presentations['kind'])[]
export const shapesKinds = ['budget', 'list'] as const satisfies readonly ExperimentShapes['kind'][]

/** The model of an experiment that says nothing but its task. Frozen: links hang on it. */
const defaultModels = {
  recall: 'residual', reconstruction: 'autoencoder', 'absolute-value': 'residual', conjunction: 'residual',
} as const satisfies Record<TaskKind, ModelKind>

export const defaultModelKind = (task: TaskKind): ModelKind => defaultModels[task]

export const defaultShapesKind = (model: ModelKind): ExperimentShapes['kind'] => (hasDepth({ kind: model }) ? 'budget' : 'list')

/** The task's kind is required; the others default by what stands before them. */
export function readKinds(draft: unknown): Kinds {
  const task = choiceAt(draft, 'task.kind', taskKinds, null)
  const model = choiceAt(draft, 'model.kind', modelKinds, task && defaultModelKind(task))
  return {
    'task.kind': task,
    'task.importance.kind': choiceAt(draft, 'task.importance.kind', importanceKinds, 'uniform'),
    'task.sets.kind': choiceAt(draft, 'task.sets.kind', setsKinds, 'independent'),
    'task.frequency.kind': choiceAt(draft, 'task.frequency.kind', frequencyKinds, 'uniform'),
    'model.kind': model,
    'shapes.kind': choiceAt(draft, 'shapes.kind', shapesKinds, model && defaultShapesKind(model)),
    'training.presentations.kind': choiceAt(draft, 'training.presentations.kind', presentationsKinds, 'unequal'),
  }
}

/** Undecided kinds filled in, so that whatever does not depend on them can still be checked. */
export function assumeKinds(kinds: Kinds): KnownKinds {
  const task = kinds['task.kind'] ?? 'recall'
  const model = kinds['model.kind'] ?? defaultModelKind(task)
  return {
    'task.kind': task,
    'task.importance.kind': kinds['task.importance.kind'] ?? 'uniform',
    'task.sets.kind': kinds['task.sets.kind'] ?? 'independent',
    'task.frequency.kind': kinds['task.frequency.kind'] ?? 'uniform',
    'model.kind': model,
    'shapes.kind': kinds['shapes.kind'] ?? defaultShapesKind(model),
    'training.presentations.kind': kinds['training.presentations.kind'] ?? 'unequal',
  }
}

function choiceAt<T extends string>(draft: unknown, path: KindPath, choices: readonly T[], otherwise: T | null): T | null {
  const value = valueAt(draft, path)
  if (value === undefined) return otherwise
  return choices.find((choice) => choice === value) ?? null
}
