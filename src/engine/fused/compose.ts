/**
 * Joins stages to the WGSL text of one kernel and unrolls it for one shape. Small registers must be scalars with names
 * (dynamic private indexing is dear on every adapter), and WGSL has no compile-time loop, so stages carry four directives,
 * each alone on its line:
 *
 *   //@ for j in 0..D     the lines up to its `//@ end`, once per j; bounds are integers or names; may be nested
 *   //@ if NAME           … the lines up to `//@ else` or `//@ end` when the integer NAME is not 0
 *
 * and `$NAME` or `${NAME}` anywhere stands for an integer. Nothing else is replaced: only integers, checked, enter shader text.
 * Every line of the result remembers the stage and line it came from, so that a compiler's message can name them.
 */
import { invariant } from '../../science/invariant'

export type Constants = Readonly<Record<string, number>>

/** A WGSL file of the folder: where it stands, and what it says. */
export interface Stage {
  readonly file: string
  readonly text: string
}

/** Where a line of composed text came from; lines count from 1. */
export interface Origin {
  readonly file: string
  readonly line: number
}

export interface Composed {
  readonly code: string
  /** One per line of `code`. */
  readonly origins: readonly Origin[]
}

export function compose(stages: readonly Stage[], constants: Constants): Composed {
  for (const [name, value] of Object.entries(constants)) {
    invariant(Number.isSafeInteger(value) && Math.abs(value) < 2 ** 31, () => `constant ${name} must be an integer, got ${value}`)
  }
  const lines: string[] = [], origins: Origin[] = []
  for (const { file, text } of stages) {
    const source = text.replace(/\n$/, '').split('\n')
    const emit = (line: string, index: number) => {
      lines.push(line)
      origins.push({ file, line: index + 1 })
    }
    const end = expand({ file, lines: source }, 0, new Map(Object.entries(constants)), true, emit)
    invariant(end === source.length, () => `${file}:${end + 1}: a directive closes nothing`)
  }
  return { code: lines.join('\n'), origins }
}

/** What a compiler reports of a kernel, by the files it was composed of: one entry per message. */
export function describeMessages({ code, origins }: Composed, messages: Iterable<Pick<GPUCompilationMessage, 'lineNum' | 'message'>>): string[] {
  const lines = code.split('\n')
  return Array.from(messages, ({ lineNum, message }) => {
    const origin = origins.at(lineNum - 1)
    if (lineNum < 1 || origin === undefined) return message // of the text as a whole
    return `${origin.file}:${origin.line}: ${message}\n  ${lines[lineNum - 1].trim()}`
  })
}

/** The text with a marker wherever a further stage begins. */
export function withFileMarkers({ code, origins }: Composed): string {
  return code.split('\n').flatMap((line, index) => {
    const { file } = origins[index]
    return index > 0 && origins[index - 1].file === file ? [line] : [`// ---- ${file} ----`, line]
  }).join('\n')
}

const NAME = /\$([A-Za-z]\w*)|\$\{([A-Za-z]\w*)\}/g

interface Source {
  readonly file: string
  readonly lines: readonly string[]
}
type Scope = ReadonlyMap<string, number>
type Emit = (line: string, index: number) => void

/** Expands lines from `start` until an unmatched `end` or `else` (or the last line); returns that line's index. */
function expand(source: Source, start: number, scope: Scope, live: boolean, emit: Emit): number {
  const { lines } = source
  const at = (line: number) => `${source.file}:${line + 1}`
  let line = start
  while (line < lines.length) {
    const text = lines[line].trim(), opened = line
    if (!text.startsWith('//@')) {
      if (live) emit(substitute(lines[line], scope, at(line)), line)
      line++
      continue
    }
    const words = text.slice(3).trim().split(/\s+/)
    if (words[0] === 'end' || words[0] === 'else') return line
    if (words[0] === 'for') {
      const range = /^for ([A-Za-z]\w*) in ([A-Za-z]\w*|\d+)\.\.([A-Za-z]\w*|\d+)$/.exec(words.join(' '))
      invariant(range !== null, () => `${at(opened)}: expected "for name in a..b", got "${text}"`)
      const [, name, from, to] = range!
      const low = live ? integer(from, scope, at(line)) : 0, high = live ? integer(to, scope, at(line)) : 0
      let end = -1
      for (let value = low; value < high; value++) end = expand(source, line + 1, new Map(scope).set(name, value), live, emit)
      if (end < 0) end = expand(source, line + 1, scope, false, emit)
      invariant(isDirective(lines[end], 'end'), () => `${at(opened)}: for without end`)
      line = end + 1
      continue
    }
    invariant(words[0] === 'if' && words.length === 2, () => `${at(opened)}: unknown directive "${text}"`)
    const holds = live && integer(words[1], scope, at(line)) !== 0
    let end = expand(source, line + 1, scope, holds, emit)
    if (isDirective(lines[end], 'else')) end = expand(source, end + 1, scope, live && !holds, emit)
    invariant(isDirective(lines[end], 'end'), () => `${at(opened)}: if without end`)
    line = end + 1
  }
  return line
}

function isDirective(line: string | undefined, word: string): boolean {
  return line !== undefined && new RegExp(`^\\s*//@\\s*${word}\\s*$`).test(line)
}

function integer(word: string, scope: Scope, where: string): number {
  const value = /^\d+$/.test(word) ? Number(word) : scope.get(word)
  invariant(value !== undefined, () => `${where}: unknown name ${word}`)
  return value!
}

function substitute(text: string, scope: Scope, where: string): string {
  return text.replace(NAME, (_, bare: string | undefined, braced: string | undefined) => String(integer((bare ?? braced)!, scope, where)))
}
