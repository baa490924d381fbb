/**
 * Canonical JSON as RFC 8785 defines it: keys sorted by UTF-16 code units, numbers as ECMAScript writes them, no
 * white space. Equal values have equal text, so a digest of the text identifies the value.
 */
import { invariant } from '../science/invariant'

const loneSurrogate = /\p{Surrogate}/u

/** @throws on what JSON cannot say exactly: non-finite numbers, undefined, functions, lone surrogates. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    invariant(Number.isFinite(value), () => `canonical JSON has no ${value}`)
    return JSON.stringify(value) // -0 becomes 0, as the RFC has it
  }
  if (typeof value === 'string') {
    invariant(!loneSurrogate.test(value), () => 'canonical JSON has no lone surrogates')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  invariant(typeof value === 'object', () => `canonical JSON has no ${typeof value}`)
  const object = value as Readonly<Record<string, unknown>>
  const members = Object.keys(object).sort() // by code units, as the RFC asks
  return `{${members.map((key) => `${canonicalJson(key)}:${canonicalJson(object[key])}`).join(',')}}`
}
