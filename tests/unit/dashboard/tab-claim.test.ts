import { describe, expect, it } from 'vitest'
import { createTabClaim } from '../../../src/dashboard/state/tab-claim'
import type { Locks } from '../../../src/runner/keeping/indexed-db-store'

/** A browser with its locks, and tabs of it that hold their memory as long as they live. */
function browser(hasLocks = true) {
  const held = new Set<string>()
  const locks: Locks = {
    async request(name, _options, callback) {
      if (held.has(name)) return callback(null)
      held.add(name)
      await callback({})
      held.delete(name)
      return undefined
    },
  }
  let pages = 0
  return {
    crash: () => held.clear(),
    page(memory: { text: string | null }) {
      let leave = (): void => undefined
      const claim = createTabClaim({
        memory: { read: () => memory.text, write: (text) => { memory.text = text } }, locks: hasLocks ? locks : null, name: `page ${++pages}`, onLeave: (listener) => { leave = listener },
      })
      return { claim, leave: () => leave() }
    },
  }
}

describe('what a tab remembers', () => {
  it('is its own when it opens, after a reload and after a crash', async () => {
    const { page, crash } = browser(), memory = { text: null }
    const first = page(memory)
    expect(await first.claim.isOwn).toBe(true)
    first.claim.hold(true)
    first.leave() // the lock may still be held while the next page begins
    const second = page(memory)
    expect(await second.claim.isOwn).toBe(true)
    second.claim.hold(true)
    crash()
    expect(await page(memory).claim.isOwn).toBe(true)
  })

  it('is not its own where it was copied from a tab that holds something, and the next reload of the copy is one', async () => {
    const { page } = browser(), memory = { text: null }
    page(memory).claim.hold(true)
    const copied = { ...memory }
    const copy = page(copied)
    expect(await copy.claim.isOwn).toBe(false)
    copy.claim.hold(true)
    copy.leave()
    expect(await page(copied).claim.isOwn).toBe(true)
  })

  it('is its own where nothing was held when it was copied, and where the browser has no locks', async () => {
    const { page } = browser(), memory = { text: null }
    const first = page(memory)
    first.claim.hold(true)
    first.claim.hold(false)
    expect(await page({ ...memory }).claim.isOwn).toBe(true)
    const without = browser(false), other = { text: null }
    without.page(other).claim.hold(true)
    expect(await without.page({ ...other }).claim.isOwn).toBe(true)
  })
})
