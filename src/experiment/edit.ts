/**
 * Immutable edits of a draft (differences from defaults, plain data) by dotted path, for forms. The result is a new
 * draft that goes through `parseExperiment` like anything else from outside.
 */
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
