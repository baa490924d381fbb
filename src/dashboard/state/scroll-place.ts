/**
 * Where a reader was on the page, found again after a reload. The browser's own way fails here: it scrolls while the page
 * is still short, and then holds on to what stood at its end. So the place is held while the parts above it come in, until
 * the reader does something. A place is only of the page that was left at that address. Decision 0180.
 */
import type { TabMemory } from './tab-memory'

export interface ScrollPlace {
  /** px from the top that the page should be scrolled to; null: the page is the reader's. */
  held(): number | null
  /** The reader scrolls, presses or types. */
  release(): void
  /** The page is left, scrolled so far. */
  leave(y: number): void
}

export function createScrollPlace(memory: TabMemory, address: () => string): ScrollPlace {
  const [place, y] = (memory.read() ?? '').split(' ')
  let held = place === address() && Number(y) > 0 ? Number(y) : null
  return {
    held: () => held,
    release() { held = null },
    leave(now) { memory.write(`${address()} ${Math.round(held ?? now)}`) },
  }
}
