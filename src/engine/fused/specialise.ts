/**
 * Unrolls a WGSL text for one shape. Small registers must be scalars with names (dynamic private indexing is dear on
 * every adapter), and WGSL has no compile-time loop, so kernels carry four directives, each alone on its line:
 *
 *   //@ for j in 0..D     the lines up to its `//@ end`, once per j; bounds are integers or names; may be nested
 *   //@ if NAME           … the lines up to `//@ else` or `//@ end` when the integer NAME is not 0
 *
 * and `$NAME` or `${NAME}` anywhere stands for an integer. Nothing else is replaced: only integers, checked, enter shader text.
 */
import { invariant } from '../../science/invariant'

export type Constants = Readonly<Record<string, number>>

const NAME = /\$([A-Za-z]\w*)|\$\{([A-Za-z]\w*)\}/g

export function specialise(source: string, constants: Constants): string {
  for (const [name, value] of Object.entries(constants)) {
    invariant(Number.isSafeInteger(value) && Math.abs(value) < 2 ** 31, () => `constant ${name} must be an integer, got ${value}`)
  }
  const lines = source.split('\n')
  const output: string[] = []
  const end = expand(lines, 0, new Map(Object.entries(constants)), true, output)
  invariant(end === lines.length, () => `line ${end + 1}: a directive closes nothing`)
  return output.join('\n')
}

/** Expands lines from `start` until an unmatched `end` or `else` (or the last line); returns that line's index. */
function expand(lines: readonly string[], start: number, scope: Map<string, number>, live: boolean, output: string[]): number {
  let line = start
  while (line < lines.length) {
    const text = lines[line].trim()
    if (!text.startsWith('//@')) {
      if (live) output.push(substitute(lines[line], scope, line))
      line++
      continue
    }
    const words = text.slice(3).trim().split(/\s+/)
    if (words[0] === 'end' || words[0] === 'else') return line
    if (words[0] === 'for') {
      const range = /^for ([A-Za-z]\w*) in ([A-Za-z]\w*|\d+)\.\.([A-Za-z]\w*|\d+)$/.exec(words.join(' '))
      invariant(range !== null, () => `line ${line + 1}: expected "for name in a..b", got "${text}"`)
      const [, name, from, to] = range!
      const low = live ? integer(from, scope, line) : 0, high = live ? integer(to, scope, line) : 0
      let end = -1
      for (let value = low; value < high; value++) {
        end = expand(lines, line + 1, new Map(scope).set(name, value), live, output)
      }
      if (end < 0) end = expand(lines, line + 1, scope, false, output)
      invariant(isDirective(lines[end], 'end'), () => `line ${line + 1}: for without end`)
      line = end + 1
      continue
    }
    invariant(words[0] === 'if' && words.length === 2, () => `line ${line + 1}: unknown directive "${text}"`)
    const holds = live && integer(words[1], scope, line) !== 0
    let end = expand(lines, line + 1, scope, holds, output)
    if (isDirective(lines[end], 'else')) end = expand(lines, end + 1, scope, live && !holds, output)
    invariant(isDirective(lines[end], 'end'), () => `line ${line + 1}: if without end`)
    line = end + 1
  }
  return line
}

function isDirective(line: string | undefined, word: string): boolean {
  return line !== undefined && new RegExp(`^\\s*//@\\s*${word}\\s*$`).test(line)
}

function integer(word: string, scope: ReadonlyMap<string, number>, line: number): number {
  const value = /^\d+$/.test(word) ? Number(word) : scope.get(word)
  invariant(value !== undefined, () => `line ${line + 1}: unknown name ${word}`)
  return value!
}

function substitute(text: string, scope: ReadonlyMap<string, number>, line: number): string {
  return text.replace(NAME, (_, bare: string | undefined, braced: string | undefined) => String(integer((bare ?? braced)!, scope, line)))
}
