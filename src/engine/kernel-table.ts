/**
 * What an engine has kernels for: an entry for every choice of a task or a model that needs kernels of its own, null where it
 * has none. Each engine's table is counted by the compiler against the kinds of science, so that a further target or model
 * compiles only once every engine says what it does with it; a run that needs a null is refused (refusal.ts), never
 * trained by another kernel.
 */
import { invariant } from '../science/invariant'
import type { Embedding, Model, ModelKind, ModelOf } from '../science/models/model'
import { isRecall, taskTraits } from '../science/tasks/task'
import type { LossKind, TargetKind } from '../science/tasks/task-traits'
import type { RunSpec } from '../science/training/run-spec'

/** Optional fields of the residual model, and what they are when absent. */
export type Normalisation = NonNullable<ModelOf<'residual'>['normalisation']> | 'none'
export type Reads = NonNullable<ModelOf<'residual'>['reads']> | 'written'

type Counted<Kind extends string, Entry = object> = Readonly<Record<Kind, Entry | null>>

export interface KernelTable {
  readonly losses: Counted<LossKind>
  readonly targets: Counted<TargetKind>
  readonly models: Counted<ModelKind>
  readonly embeddings: Counted<Embedding>
  readonly normalisations: Counted<Normalisation>
  readonly reads: Counted<Reads>
}

/** An entry of a choice that asks no more of the kernels than what they do anyway. */
export const asEver: Readonly<Record<never, never>> = {}

/** What a run asks of an engine: a place in its table, and the field and value a user knows it by. */
export interface KernelChoice {
  readonly isIn: (table: KernelTable) => boolean
  readonly field: string
  readonly value: string
}

export function kernelChoices({ task, model }: Pick<RunSpec, 'task' | 'model'>): readonly KernelChoice[] {
  const { loss } = taskTraits[task.kind]
  const target = isRecall(task) ? null : taskTraits[task.kind].target
  return [
    { field: 'task.kind', value: task.kind, isIn: ({ losses, targets }) => losses[loss] !== null && (target === null || targets[target] !== null) },
    { field: 'model.kind', value: model.kind, isIn: ({ models }) => models[model.kind] !== null },
    ...choicesWithin(model),
  ]
}

function choicesWithin(model: Model): readonly KernelChoice[] {
  switch (model.kind) {
    case 'autoencoder': return []
    case 'residual': {
      const { embedding, normalisation = 'none', reads = 'written' } = model
      return [
        { field: 'model.embedding', value: embedding, isIn: (table) => table.embeddings[embedding] !== null },
        { field: 'model.normalisation', value: normalisation, isIn: (table) => table.normalisations[normalisation] !== null },
        { field: 'model.reads', value: reads, isIn: (table) => table.reads[reads] !== null },
      ]
    }
  }
  model satisfies never
}

/** The entry, where the run was not refused. */
export function kernelOf<Kind extends string, Entry>(entries: Readonly<Record<Kind, Entry | null>>, kind: Kind): Entry {
  const entry = entries[kind]
  invariant(entry !== null, () => `there is no kernel for ${kind}: such a run is refused, never started`)
  return entry as Entry
}
