/** The reverse of parsing: what an experiment says beyond its defaults. */
import { isRecall } from '../science/tasks/task'
import { canonicalJson } from './canonical'
import { defaultsOf } from './defaults'
import { valueAt, withValueAt } from './edit'
import type { Experiment } from './experiment'
import type { KindPath } from './field'
import { defaultModelKind, defaultShapesKind, type KnownKinds } from './kinds'
import { exists, fields } from './schema'

/** Plain JSON, minimal: the task's kind, kinds that are not the default, and every field that differs. Parsing restores the experiment. */
export function differencesFromDefaults(experiment: Experiment): Record<string, unknown> {
  const { task, model, shapes, training } = experiment, features = isRecall(task) ? null : task
  const kinds: KnownKinds = {
    'task.kind': task.kind,
    'task.importance.kind': features?.importance.kind ?? 'uniform',
    'task.sets.kind': features?.sets?.kind ?? 'independent',
    'task.frequency.kind': features?.frequency?.kind ?? 'uniform',
    'model.kind': model.kind,
    'shapes.kind': shapes.kind,
    'training.presentations.kind': training.presentations?.kind ?? 'unequal',
  }
  const unsaid: Readonly<Record<KindPath, string | null>> = {
    'task.kind': null, // always said
    'task.importance.kind': 'uniform',
    'task.sets.kind': 'independent',
    'task.frequency.kind': 'uniform',
    'model.kind': defaultModelKind(task.kind),
    'shapes.kind': defaultShapesKind(model.kind),
    'training.presentations.kind': 'unequal',
  }
  const defaults = defaultsOf(kinds)
  return fields.filter((field) => exists(field, kinds)).reduce<Record<string, unknown>>((differences, { path, leftOutAt }) => {
    const value = valueAt(experiment, path) ?? leftOutAt
    const silent = path in unsaid ? unsaid[path as KindPath] : valueAt(defaults, path) ?? leftOutAt
    return canonicalJson(value) === canonicalJson(silent) ? differences : withValueAt(differences, path, value)
  }, {})
}
