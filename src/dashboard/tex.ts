/**
 * The little of TeX that the page's formulas are written in, read into a tree that maps one to one onto MathML:
 * letters, numbers, operators, _ and ^, {…}, \frac, \sqrt, \sum, \text, and names of functions. Anything else is a bug
 * of the text, not of a reader, and throws.
 */
import { invariant } from '../science/invariant'

export type MathNode =
  | { readonly kind: 'name' | 'number' | 'operator' | 'text'; readonly text: string } // mi, mn, mo, mtext
  | { readonly kind: 'space' }
  | { readonly kind: 'row'; readonly of: readonly MathNode[] }
  | { readonly kind: 'fraction'; readonly over: MathNode; readonly under: MathNode }
  | { readonly kind: 'root'; readonly of: MathNode }
  | { readonly kind: 'scripts'; readonly base: MathNode; readonly low: MathNode | null; readonly high: MathNode | null }

const functions = ['ln', 'min', 'max', 'cos', 'log']
const operators: Readonly<Record<string, string>> = { cap: '∩', cup: '∪', sum: '∑', in: '∈', cdot: '·' }
const token = /\s+|\\text\{[^}]*\}|\\(?:[a-z]+|\s)|\d+(?:\.\d+)?|[\p{L}][\u0300-\u036f]?|[^\s]/gu

export function readTex(tex: string): MathNode {
  const words = tex.match(token)!.filter((word) => word.trim() !== '' || word.startsWith('\\'))
  let at = 0
  const wrong = (what: string): string => `formula "${tex}": ${what} at ${words.slice(at, at + 3).join(' ') || 'its end'}`
  const take = (word: string): void => { invariant(words[at] === word, () => wrong(`expected ${word}`)); at++ }

  const group = (): MathNode => {
    take('{')
    const of = items('}')
    take('}')
    return of
  }
  const command = (name: string): MathNode => {
    if (name === 'frac') return { kind: 'fraction', over: group(), under: group() }
    if (name === 'sqrt') return { kind: 'root', of: group() }
    if (name.startsWith('text{')) return { kind: 'text', text: name.slice('text{'.length, -1) }
    if (name === 'quad' || name.trim() === '') return { kind: 'space' }
    if (functions.includes(name)) return { kind: 'text', text: name }
    invariant(name in operators, () => wrong(`\\${name} is not known`))
    return { kind: 'operator', text: operators[name] }
  }
  const atom = (): MathNode => {
    const word = words[at]
    invariant(word !== undefined && !['}', '_', '^'].includes(word), () => wrong('expected a term'))
    if (word === '{') return group()
    at++
    if (word.startsWith('\\')) return command(word.slice(1))
    if (/^\d/.test(word)) return { kind: 'number', text: word }
    return { kind: /^\p{L}/u.test(word) ? 'name' : 'operator', text: word }
  }
  const item = (): MathNode => {
    const base = atom()
    let low: MathNode | null = null, high: MathNode | null = null
    while (words[at] === '_' || words[at] === '^') {
      if (words[at++] === '_') low = atom()
      else high = atom()
    }
    return low === null && high === null ? base : { kind: 'scripts', base, low, high }
  }
  const items = (end: string | undefined): MathNode => {
    const of: MathNode[] = []
    while (words[at] !== end && at < words.length) of.push(item())
    return of.length === 1 ? of[0] : { kind: 'row', of }
  }
  const whole = items(undefined)
  invariant(at === words.length, () => wrong('left over'))
  return whole
}
