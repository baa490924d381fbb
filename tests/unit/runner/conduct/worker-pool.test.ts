import { describe, expect, it } from 'vitest'
import { holdLifeline } from '../../../../src/protocol/lifeline'
import { spawnInWorker } from '../../../../src/runner/conduct/worker-pool'

/** Web Locks of one browser: the next in line gets a lock when its holder has ended. */
function browserLocks() {
  const ends = new Map<string, Promise<unknown>>()
  const workers = new Map<string, () => void>()
  const request = (name: string, held: () => unknown): Promise<unknown> => {
    const before = ends.get(name) ?? Promise.resolve()
    const killed = new Promise<void>((resolve) => { if (!workers.has(name)) workers.set(name, resolve) })
    const end = before.then(() => Promise.race([held(), killed]))
    ends.set(name, end)
    return end
  }
  return { locks: { request } as unknown as LockManager, kill: (name: string) => workers.get(name)!() }
}

function spawned(locks: LockManager | null) {
  const { port1, port2 } = new MessageChannel()
  const worker = Object.assign(port2, { terminate: () => port2.close() }) as unknown as Worker
  const trainer = spawnInWorker((name) => {
    holdLifeline({ name, postMessage: (message) => port1.postMessage(message) }, locks)
    return worker
  }, 'trainer 7', locks)
  port2.start()
  const close = (): void => { port1.close(); port2.close() }
  return { trainer, close }
}

const soon = <T>(promise: Promise<T>): Promise<T | 'nothing yet'> =>
  Promise.race([promise, new Promise<'nothing yet'>((resolve) => { setTimeout(() => resolve('nothing yet'), 50) })])

describe('a trainer in a worker', () => {
  it('is known to be gone when its worker has ended without a word, and not before', async () => {
    const { locks, kill } = browserLocks()
    const { trainer, close } = spawned(locks)
    expect(await soon(trainer.gone)).toBe('nothing yet')
    kill('trainer 7')
    expect(await soon(trainer.gone)).toBe('the worker ended')
    close()
  })

  it('is started where the browser has no locks, too', async () => {
    const { trainer, close } = spawned(null)
    expect(await soon(trainer.gone)).toBe('nothing yet')
    close()
  })
})
