import { afterEach, describe, expect, it } from 'vitest'
import { permitted } from '../../../src/dashboard/permitted'
import { holdLifeline } from '../../../src/protocol/lifeline'
import { openSweepDatabase } from '../../../src/runner/keeping/indexed-db-store'

const refuse = (): never => { throw new DOMException('sandboxed', 'SecurityError') }
const own = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB')

describe('a browser that refuses', () => {
  afterEach(() => {
    if (own === undefined) Reflect.deleteProperty(globalThis, 'indexedDB')
    else Object.defineProperty(globalThis, 'indexedDB', own)
  })

  it('is taken for one that offers nothing', () => {
    expect(permitted(refuse)).toBeNull()
    expect(permitted(() => undefined)).toBeNull()
    expect(permitted(() => 7)).toBe(7)
  })

  it('databases, as soon as they are asked for, is one whose results stay in the tab', async () => {
    Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get: refuse })
    expect(await openSweepDatabase({ locks: null, clock: () => 0 })).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
  })

  it('locks ends no worker', async () => {
    let handled = false
    const refused = { then: () => { throw new Error('not awaited') }, catch: (listener: (reason: unknown) => void) => { handled = true; listener(null); return Promise.resolve() } }
    holdLifeline({ name: 'trainer', postMessage: () => undefined }, { request: () => refused } as unknown as LockManager)
    expect(handled).toBe(true)
  })
})
