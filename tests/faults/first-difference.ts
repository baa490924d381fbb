/** Whether two sessions of a sweep came to the same results, to the bit; else where they first differ. */
import type { RunRecord } from '../../src/runner/keeping/run-record'

/** What a result is: how fast it came and in which sweep it lies are no part of it. */
const resultOf = ({ status, curve, metrics, parameters, environment }: RunRecord) => ({
  status, curve, metrics, parameters, environment: environment && { ...environment, details: null },
})

/** @returns run, field and both values; null where every run of `expected` is there and the same */
export function firstDifference(expected: readonly RunRecord[], found: readonly RunRecord[]): string | null {
  const byId = new Map(found.map((record) => [record.id, record]))
  if (found.length !== byId.size) return `${found.length - byId.size} runs are there twice`
  for (const record of expected) {
    const twin = byId.get(record.id)
    if (twin === undefined) return `run ${record.index} (${record.id}) is missing`
    const difference = differing(resultOf(record), resultOf(twin), '')
    if (difference !== null) return `run ${record.index} (${record.id}): ${difference}`
  }
  return found.length === expected.length ? null : `${found.length} runs where ${expected.length} were planned`
}

function differing(a: unknown, b: unknown, path: string): string | null {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
    return Object.is(a, b) ? null : `${path.slice(1)} is ${String(b)}, uninterrupted it is ${String(a)}`
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = differing((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}.${key}`)
    if (found !== null) return found
  }
  return null
}
