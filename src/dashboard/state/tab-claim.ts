/**
 * Tells a reload from a copy: a duplicated tab has the memory of the tab it was copied from, and what only one may hold is then
 * not its own. A page leaves its name in the tab's memory while it holds something, takes it back when it is left, and has a lock by
 * that name while it lives: so a name that is found is of a copy where the lock is held, and of a tab that crashed where it is free.
 */
import type { Locks } from '../../runner/keeping/indexed-db-store'
import type { TabMemory } from './tab-memory'

export interface TabClaim {
  /** Whether what this tab remembers is its own. */
  readonly isOwn: Promise<boolean>
  /** Something is held from now on, or nothing any more. */
  hold(something: boolean): void
}

/** @param locks null where the browser has none: then every tab takes what it remembers for its own  @param name of this page, and no other's  @param onLeave calls back when the page is left */
export function createTabClaim({ memory, locks, name, onLeave }: {
  readonly memory: TabMemory; readonly locks: Locks | null; readonly name: string; readonly onLeave: (listener: () => void) => void
}): TabClaim {
  const earlier = memory.read() ?? ''
  let isLocked = false
  memory.write('')
  onLeave(() => memory.write(''))
  return {
    isOwn: earlier === '' || locks === null ? Promise.resolve(true) : isFree(locks, earlier),
    hold(something) {
      memory.write(something ? name : '')
      if (!something || isLocked) return
      isLocked = true
      locks?.request(name, { ifAvailable: true }, () => new Promise<void>(() => {})).catch(() => undefined) // until the page ends
    },
  }
}

function isFree(locks: Locks, name: string): Promise<boolean> {
  return new Promise((resolve) => {
    locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null)
      return Promise.resolve()
    }).catch(() => resolve(true)) // a document that may not lock: nobody else could either
  })
}
