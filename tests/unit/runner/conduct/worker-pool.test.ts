import { describe, expect, it } from 'vitest'
import { failureTraits } from '../../../../src/protocol/failures'
import { holdLifeline } from '../../../../src/protocol/lifeline'
import { spawnInWorker } from '../../../../src/runner/conduct/worker-pool'

/** Web Locks of one browser: the next in line gets a lock when its holder has ended. */
function browserLocks() {
  const ends = new Map<string, Promise<unknown>>()
  const workers = new Map<string, () => void>()
  let requests = 0
  const asked = new Map<number, () => void>()
  const request = (name: string, held: () => unknown): Promise<unknown> => {
    asked.get(++requests)?.()
    const before = ends.get(name) ?? Promise.resolve()
    const killed = new Promise<void>((resolve) => { if (!workers.has(name)) workers.set(name, resolve) })
    const end = before.then(() => Promise.race([held(), killed]))
    ends.set(name, end)
    return end
  }
  return { locks: { request } as unknown as LockManager, kill: (name: string) => workers.get(name)!(), requested: (count: number) => new Promise<void>((resolve) => { if (requests >= count) resolve(); else asked.set(count, resolve) }) }
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
  return { trainer, close, fail: (event: Event) => port2.dispatchEvent(event) }
}

/** Whether it is settled once everything that could settle it by now has had its turn. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  void promise.then(() => { settled = true })
  await new Promise((resolve) => setImmediate(resolve))
  return settled
}

describe('a trainer in a worker', () => {
  it('is known to be gone when its worker has ended without a word, and not before', async () => {
    const { locks, kill, requested } = browserLocks()
    const { trainer, close } = spawned(locks)
    await requested(2) // the worker holds its lock, and the page waits for it
    expect(await isSettled(trainer.gone)).toBe(false)
    kill('trainer 7')
    expect(await trainer.gone).toBe('the worker ended')
    close()
  })

  it('whose code cannot be fetched does not open, and no GPU is blamed', async () => {
    const { trainer, close, fail } = spawned(null)
    const opening = trainer.service.open('auto')
    fail(new Event('error')) // as browsers do: no message
    const opened = await opening
    expect(opened).toMatchObject({ ok: false, failure: { kind: 'not-fetched' } })
    expect(failureTraits['not-fetched'].offersCpu).toBe(false)
    expect(await isSettled(trainer.gone)).toBe(false)
    close()
  })

  it('that throws is gone, with what it threw', async () => {
    const { trainer, close, fail } = spawned(null)
    fail(Object.assign(new Event('error'), { message: 'out of range' }))
    expect(await trainer.gone).toBe('out of range')
    close()
  })

  it('is started where the browser has no locks, too', async () => {
    const { trainer, close } = spawned(null)
    expect(await isSettled(trainer.gone)).toBe(false)
    close()
  })
})
