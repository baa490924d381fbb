/** What is wrong with something a user wrote, in the user's terms. Problems are collected, never thrown. */
export interface Problem {
  /** The field as the user writes it: 'task.sparsity[1]'; '' for the whole; 'link' or 'file' for the envelope. */
  readonly path: string
  readonly allowed: string // in words: 'a number from 0 to 0.99999'
  readonly received: string // in words: '1.2', 'nothing', 'a list of 3'
  readonly reason?: string // why, when that is not obvious
}

/** One line, lower case: 'task.sparsity[1]: received 1.2, allowed is a number from 0 to 0.99999 (why)'. */
export function describeProblem({ path, allowed, received, reason }: Problem): string {
  const place = path === '' ? 'experiment' : path
  return `${place}: received ${received}, allowed is ${allowed}${reason === undefined ? '' : ` (${reason})`}`
}
