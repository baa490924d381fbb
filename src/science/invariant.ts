/** Stops at a bug of ours, never at a user's input: those are `Problem` values. The message is built only when needed. */
export function invariant(condition: unknown, message: () => string): asserts condition {
  if (!condition) throw new Error(`invariant violated: ${message()}`)
}
