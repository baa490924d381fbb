import { describe, expect, it } from 'vitest'
import { createStorage } from '../../../src/dashboard/state/storage'
import { formatBytes } from '../../../src/report/quantities'

const manager = (granted: boolean, asked: string[] = []) => ({
  persist: async () => { asked.push('persist'); return granted }, persisted: async () => false, estimate: async () => ({ usage: 3_200_000, quota: 5e9 }),
})
const settled = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0) })

describe('the browser’s storage', () => {
  it('is asked to persist when the reader does something worth keeping, once, and never by itself', async () => {
    const asked: string[] = []
    const storage = createStorage(manager(true, asked))
    await storage.measure()
    expect(asked).toEqual([])
    expect(storage.state.value).toEqual({ isPersistent: false, wasRefused: false, bytes: { used: 3_200_000, quota: 5e9 } })
    storage.requestPersistence()
    storage.requestPersistence()
    await settled()
    expect(asked).toEqual(['persist'])
    expect(storage.state.value).toMatchObject({ isPersistent: true, wasRefused: false })
  })

  it('that refuses, fails or is not there is known as that, and throws nothing', async () => {
    const refusing = createStorage(manager(false))
    refusing.requestPersistence()
    await settled()
    expect(refusing.state.value).toMatchObject({ isPersistent: false, wasRefused: true })
    const failing = createStorage({ persist: () => Promise.reject(new Error('no')), persisted: () => Promise.reject(new Error('no')), estimate: () => Promise.reject(new Error('no')) })
    failing.requestPersistence()
    await failing.measure()
    expect(failing.state.value).toEqual({ isPersistent: null, wasRefused: true, bytes: null })
    const none = createStorage(null)
    none.requestPersistence()
    await none.measure()
    expect(none.state.value).toEqual({ isPersistent: null, wasRefused: false, bytes: null })
  })

  it('is shown in round sizes', () => {
    expect([formatBytes(840), formatBytes(12_345_678), formatBytes(5.2e9)]).toEqual(['0.84 kB', '12 MB', '5.2 GB'])
  })
})
