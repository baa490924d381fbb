/**
 * How far an entry of the browser's history lies above the one with which the page began, so that undo and redo never leave
 * the page (decision 0245). Written into the entry's own state: it outlasts a reload, and a visit to another site and back.
 */
export interface HistoryDepth {
  /** Entries of this page below this one. */
  readonly depth: number
  /** The deepest entry of this page that can be reached forward. */
  readonly top: number
}

/** @param state of the entry that is shown, as whoever wrote it left it  @param last where the page was before; null while it loads */
export function depthAt(state: unknown, last: HistoryDepth | null): HistoryDepth {
  const stored = read(state)
  if (stored !== null) return last === null ? stored : { depth: stored.depth, top: Math.max(stored.depth, last.top) }
  return last === null ? { depth: 0, top: 0 } : pushed(last) // an address edited by hand, or a link within the page: a new entry
}

export const pushed = ({ depth }: HistoryDepth): HistoryDepth => ({ depth: depth + 1, top: depth + 1 })

function read(state: unknown): HistoryDepth | null {
  if (typeof state !== 'object' || state === null || !('depth' in state) || !('top' in state)) return null
  const { depth, top } = state
  return isCount(depth) && isCount(top) ? { depth, top: Math.max(depth, top) } : null
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
