/**
 * Immutable edits of a draft (differences from defaults, plain data) by dotted path, for forms. The result is a new
 * draft that goes through `parseExperiment` like anything else from outside.
 */
import type { KindPath } from './field'
import { isPlainObject } from './plain-object'

/** undefined where nothing stands. Own properties only. */
export function valueAt(value: unknown, path: string): unknown {
  let place = value
  for (const key of path.split('.')) {
    if (!isPlainObject(place) || !Object.hasOwn(place, key)) return undefined
    place = place[key]
  }
  return place
}

/** A copy of `value` with `next` at the path; objects on the way are made where there are none. */
export function withValueAt(value: unknown, path: string, next: unknown): Record<string, unknown> {
  const [key, ...rest] = path.split('.')
  const copy = isPlainObject(value) ? { ...value } : {}
  copy[key] = rest.length === 0 ? next : withValueAt(copy[key], rest.join('.'), next)
  return copy
}

/** A copy without the path; objects left empty by it go too. */
export function withoutValueAt(value: unknown, path: string): Record<string, unknown> {
  const [key, ...rest] = path.split('.')
  const copy = isPlainObject(value) ? { ...value } : {}
  if (rest.length > 0 && isPlainObject(copy[key])) {
    const inner = withoutValueAt(copy[key], rest.join('.'))
    if (Object.keys(inner).length > 0) copy[key] = inner
    else delete copy[key]
  } else if (rest.length === 0) delete copy[key]
  return copy
}

/** What a kind takes with it when it changes: fields that may not exist, or whose defaults differ, under the new one. */
const dependents: Readonly<Record<KindPath, readonly string[]>> = {
  'task.kind': ['task', 'model', 'shapes', 'training', 'measurement'],
  'task.importance.kind': ['task.importance'],
  'task.sets.kind': ['task.sets'],
  'task.frequency.kind': ['task.frequency'],
  'model.kind': ['model', 'shapes', 'training'],
  'shapes.kind': ['shapes'],
}

/** A draft with another kind chosen: whatever hung on the old one goes back to the defaults of the new one. */
export function withKind(draft: unknown, path: KindPath, kind: string): Record<string, unknown> {
  const kept = dependents[path].reduce<unknown>((rest, dependent) => withoutValueAt(rest, dependent), draft)
  return withValueAt(kept, path, kind)
}
