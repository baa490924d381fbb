/** Immutable edits of plain data by path: for forms. */

/** A copy of `value` with `next` at a dotted path ('task.sparsity'); missing objects on the way are made. */
export function withValueAt(_value: unknown, _path: string, _next: unknown): unknown {
  throw new Error('not yet')
}

/** undefined where nothing stands. */
export function valueAt(_value: unknown, _path: string): unknown {
  throw new Error('not yet')
}
