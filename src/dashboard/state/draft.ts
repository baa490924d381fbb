/**
 * The form's draft: plain data on its way to an experiment. Values are passed to the parser as they were typed,
 * never repaired; what cannot be read as a number stays text, and the parser says so beside its field.
 */
import { computed, signal, type ReadonlySignal } from '@preact/signals'
import { valueAt, withValueAt } from '../../experiment/edit'
import type { Experiment } from '../../experiment/experiment'
import { parseExperiment } from '../../experiment/parse'
import { planSweep } from '../../experiment/plan'
import type { Problem } from '../../experiment/problem'
import type { Field } from '../../experiment/field'
import { readKinds } from '../../experiment/kinds'
import { exists, fields } from '../../experiment/schema'
import type { SweepPlan } from '../../experiment/sweep-plan'

export type DraftReading =
  | { readonly ok: true; readonly experiment: Experiment; readonly plan: SweepPlan }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export interface Draft {
  readonly value: ReadonlySignal<unknown>
  readonly reading: ReadonlySignal<DraftReading>
  set(field: Field, value: unknown): void
  /** Forgets what was typed and starts from this experiment. */
  reset(experiment: Experiment): void
}

export function createDraft(experiment: Experiment): Draft {
  const value = signal<unknown>(experiment)
  const reading = computed((): DraftReading => {
    const parsed = parseExperiment(value.value)
    return parsed.ok
      ? { ok: true, experiment: parsed.value, plan: planSweep(parsed.value) }
      : { ok: false, problems: parsed.error }
  })
  return {
    value, reading,
    set(field, next) {
      const edited = withValueAt(value.peek(), field.path, next)
      value.value = field.path in remakes ? onlyWhatStillApplies(edited, remakes[field.path]) : edited
    },
    reset(next) { value.value = next },
  }
}

/** A choice that decides which fields exist, and the parts that start from their defaults when it changes. */
const remakes: Readonly<Record<string, readonly string[]>> = {
  'task.kind': ['task.', 'model.', 'shapes.', 'training.', 'measurement.'],
  'task.importance.kind': ['task.importance.'],
  'task.sets.kind': ['task.sets.'],
  'task.frequency.kind': ['task.frequency.'],
  'model.kind': ['model.', 'shapes.', 'training.'],
  'shapes.kind': ['shapes.'],
  'training.presentations.kind': ['training.presentations.'],
}

/** Without the parts to be remade (their kinds stay) and without fields that no longer exist; the parser fills in defaults. */
function onlyWhatStillApplies(value: unknown, remade: readonly string[]): unknown {
  const keptKinds = Object.keys(remakes)
  const changed = keptKinds.findIndex((path) => remakes[path] === remade)
  let kept: unknown = {}
  for (const { path } of fieldsOf(value)) {
    const present = valueAt(value, path)
    const isKept = keptKinds.slice(0, changed + 1).includes(path) || !remade.some((prefix) => path.startsWith(prefix))
    if (present !== undefined && isKept) kept = withValueAt(kept, path, present)
  }
  return kept
}

/** The fields that exist in this draft, in the order of the schema. */
export function fieldsOf(value: unknown): readonly Field[] {
  const kinds = readKinds(value)
  return fields.filter((field) => exists(field, kinds))
}
