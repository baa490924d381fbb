/**
 * JSON text from outside. Grammar and values are those of JSON.parse; beyond that, text over the size cap, nesting
 * over the depth cap and duplicate keys (which JSON.parse resolves in silence) are problems.
 */
import { maxFileCharacters, maxJsonDepth } from './limits'
import { quoted, type Problem } from './problem'
import { failure, success, type Result } from './result'

export function parseJsonText(text: string): Result<unknown, readonly Problem[]> {
  if (text.length > maxFileCharacters) {
    return failure([{ path: 'file', allowed: `at most ${maxFileCharacters} characters`, received: `${text.length} characters` }])
  }
  const reader = new JsonReader(text)
  const value = reader.document()
  return reader.problems.length > 0 ? failure(reader.problems) : success(value)
}

const whiteSpace = /[ \t\n\r]*/y
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const word = /true|false|null/y

/** Recursive descent, at most `maxJsonDepth` deep; stops at the first fault of grammar, goes on past duplicate keys. */
class JsonReader {
  readonly problems: Problem[] = []
  private position = 0
  private broken = false

  constructor(private readonly text: string) {}

  document(): unknown {
    const value = this.value(0)
    if (!this.broken && this.peek() !== '') this.breakAt('the end of the text')
    return value
  }

  private value(depth: number): unknown {
    const next = this.peek()
    if (next === '{' || next === '[') {
      if (depth >= maxJsonDepth) return this.breakAt(`nesting of at most ${maxJsonDepth} levels`)
      this.position += 1
      return next === '{' ? this.object(depth + 1) : this.list(depth + 1)
    }
    const token = this.take(string) ?? this.take(number) ?? this.take(word)
    return token === null ? this.breakAt('a JSON value') : (JSON.parse(token) as unknown)
  }

  private list(depth: number): unknown[] {
    const items: unknown[] = []
    if (this.skip(']')) return items
    while (!this.broken) {
      items.push(this.value(depth))
      if (this.broken || this.skip(']')) break
      if (!this.skip(',')) this.breakAt("',' or ']'")
    }
    return items
  }

  private object(depth: number): Record<string, unknown> {
    const members = new Map<string, unknown>()
    if (this.skip('}')) return {}
    while (!this.broken) {
      this.peek()
      const token = this.take(string)
      if (token === null) {
        this.breakAt('a name in double quotes')
        break
      }
      const key = JSON.parse(token) as string
      if (!this.skip(':')) this.breakAt("':'")
      if (this.broken) break
      if (members.has(key) && this.problems.length < 20) {
        this.problems.push({ path: 'file', allowed: 'each name once in an object', received: `${quoted(key)} again at ${this.place()}` })
      }
      members.set(key, this.value(depth))
      if (this.broken || this.skip('}')) break
      if (!this.skip(',')) this.breakAt("',' or '}'")
    }
    return Object.fromEntries(members) // defines own properties, '__proto__' too
  }

  private peek(): string {
    whiteSpace.lastIndex = this.position
    this.position += whiteSpace.exec(this.text)?.[0].length ?? 0
    return this.text.charAt(this.position)
  }

  private skip(character: string): boolean {
    if (this.broken || this.peek() !== character) return false
    this.position += 1
    return true
  }

  private take(token: RegExp): string | null {
    token.lastIndex = this.position
    const found = token.exec(this.text)?.[0] ?? null
    if (found !== null) this.position += found.length
    return found
  }

  private breakAt(allowed: string): undefined {
    if (this.broken) return
    this.broken = true
    const here = this.text.slice(this.position, this.position + 20)
    const received = this.text.trim() === '' ? 'nothing' : here === '' ? 'the end of the text' : quoted(here)
    const surplusComma = /^[}\]]/.test(here) && this.text.slice(0, this.position).trimEnd().endsWith(',')
    this.problems.push({
      path: 'file', allowed: `JSON, with ${allowed} at ${this.place()}`, received,
      ...(surplusComma && { reason: 'the comma before it is one too many' }),
    })
  }

  /** Both counted from 1, as editors do. */
  private place(): string {
    const lines = this.text.slice(0, this.position).split('\n')
    return `line ${lines.length}, character ${lines[lines.length - 1].length + 1}`
  }
}
