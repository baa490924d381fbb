/** What is wrong with something a user wrote, in the user's terms. Problems are collected, never thrown. */
export interface Problem {
  /** The field as the user writes it: 'task.sparsity[1]'; '' for the whole; 'link' or 'file' for the envelope. */
  readonly path: string
  readonly allowed: string // as text: 'a number from 0 to 0.99999'
  readonly received: string // as text: '1.2', 'nothing', 'a list of 3'
  readonly reason?: string // why, when that is not obvious
}

/** One line, lower case: 'task.sparsity[1]: received 1.2, allowed is a number from 0 to 0.99999 (why)'. */
export function describeProblem({ path, allowed, received, reason }: Problem): string {
  const place = path === '' ? 'experiment' : path
  return `${place}: received ${received}, allowed is ${allowed}${reason === undefined ? '' : ` (${reason})`}`
}

/** Any value in a few words, safe to show whatever it is: escaped, shortened, never asked to convert itself. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return Object.is(value, -0) ? '-0 (negative zero)' : String(value)
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

const shownLength = 40

/** A name or text from outside: JSON-escaped, beyond ASCII as \\u…, at most 40 characters of it. */
export function quoted(text: string): string {
  const shown = JSON.stringify(text.slice(0, shownLength)).slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `'${shown}${text.length > shownLength ? '…' : ''}'`
}
