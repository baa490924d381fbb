/** One field's value against its row of the schema: kinds, bounds, lists. Nothing is repaired. */
import type { Shape } from '../science/models/model'
import { describeAllowed, describeNumber, type Field, type NumberBounds } from './field'
import { isPlainObject } from './plain-object'
import { describeValue, quoted, type Problem } from './problem'

/** Characters that hide or reorder text, or that UTF-8 cannot carry: controls, bidirectional overrides, lone surrogates. */
const unprintable = /[\p{Cc}\p{Surrogate}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u

export function checkField(field: Field, path: string, value: unknown): Problem[] {
  const problem = (reason?: string): Problem[] => [{ path, allowed: describeAllowed(field), received: describeValue(value), ...(reason && { reason }) }]
  switch (field.kind) {
    case 'number':
      return within(value, field) || (field.word !== undefined && value === field.word) ? [] : problem()
    case 'choice':
      return field.options.some((option) => option.value === value) ? [] : problem()
    case 'flag':
      return typeof value === 'boolean' ? [] : problem()
    case 'text':
      if (typeof value !== 'string' || value.length > field.maxLength) return problem()
      return unprintable.test(value) ? problem('it holds characters that cannot be shown') : []
    case 'numbers':
      if (within(value, field)) return field.bare ? [] : problem(`it is swept: write one value as [${value}]`)
      if (!isList(value, field.maxItems)) return problem()
      if (field.bare && value.length === 1) return problem('one value is written without a list')
      return [
        ...Array.from(value).flatMap((item, index) => checkNumber(field, `${path}[${index}]`, item)), // from: holes count
        ...repeats(value, path, (item) => (typeof item === 'number' ? String(item) : null)),
      ]
    case 'shapes':
      if (!isList(value, field.maxItems)) return problem()
      return [
        ...Array.from(value).flatMap((item, index) => checkShape(field, `${path}[${index}]`, item)),
        ...repeats(value, path, (item) => (checkShape(field, '', item).length === 0 ? describeShape(item as Shape) : null)),
      ]
  }
  field satisfies never
}

function within(value: unknown, { min, max, integer }: NumberBounds): value is number {
  return typeof value === 'number' && value >= min && value <= max && !Object.is(value, -0) && (!integer || Number.isInteger(value))
}

function checkNumber(bounds: NumberBounds, path: string, value: unknown): Problem[] {
  return within(value, bounds) ? [] : [{ path, allowed: describeNumber(bounds), received: describeValue(value) }]
}

function checkShape(field: Field & { kind: 'shapes' }, path: string, value: unknown): Problem[] {
  if (!isPlainObject(value)) return [{ path, allowed: 'a shape { width, depth, neurons }', received: describeValue(value) }]
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(field.columns, key))
  return [
    ...Object.entries(field.columns).flatMap(([column, bounds]) =>
      checkNumber(bounds, `${path}.${column}`, Object.hasOwn(value, column) ? value[column] : undefined)),
    ...unknownFields(path, unknown, Object.keys(field.columns)),
  ]
}

function describeShape({ width, depth, neurons }: Shape): string {
  return `width ${width}, depth ${depth}, neurons ${neurons}`
}

/** A list with 1 to `maxItems` places, all filled. */
function isList(value: unknown, maxItems: number): value is unknown[] {
  return Array.isArray(value) && value.length >= 1 && value.length <= maxItems
}

/** @param name what makes two items the same; null for an item that has a problem already */
function repeats(items: readonly unknown[], path: string, name: (item: unknown) => string | null): Problem[] {
  const seen = new Set<string>()
  return items.flatMap((item, index) => {
    const key = name(item)
    if (key === null) return []
    if (seen.has(key)) return [{ path: `${path}[${index}]`, allowed: 'a list without repeats', received: `${key} again` }]
    seen.add(key)
    return []
  })
}

const namedUnknownFields = 20

/** One problem per unknown field, the first twenty by name. @param known what may stand there instead */
export function unknownFields(path: string, keys: readonly string[], known: readonly string[]): Problem[] {
  const allowed = `only ${known.join(', ')}`
  const named = keys.slice(0, namedUnknownFields).map((key): Problem => ({
    path: path === '' ? printableKey(key) : `${path}.${printableKey(key)}`, allowed, received: 'an unknown field',
  }))
  const rest = keys.length - named.length
  return rest > 0 ? [...named, { path, allowed, received: `${rest} more unknown fields` }] : named
}

function printableKey(key: string): string {
  return /^[A-Za-z0-9_-]{1,40}$/.test(key) ? key : quoted(key)
}
