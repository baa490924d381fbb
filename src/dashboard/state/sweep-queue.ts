/**
 * Sweeps that wait for their turn. The next begins by itself when the one that trains has ended; after a stop, and
 * after a reload, the queue waits to be asked. It is remembered by links, for this tab alone: two tabs never share one,
 * and a copy of this tab begins with none.
 */
import { batch, effect, signal, type ReadonlySignal } from '@preact/signals'
import { decodeLink, encodeLink } from '../../experiment/link'
import type { Desk, OnDesk } from './desk'
import { busy, type Sweeps } from './sweeps'
import type { TabClaim } from './tab-claim'
import type { TabMemory } from './tab-memory'

export interface QueuedSweep {
  readonly onDesk: OnDesk
  /** Trains all again, results or not. */
  readonly restart: boolean
}

export interface SweepQueue {
  readonly waiting: ReadonlySignal<readonly QueuedSweep[]>
  /** The next does not begin by itself. */
  readonly held: ReadonlySignal<boolean>
  /** @returns false where it waits already */
  add(onDesk: OnDesk, restart: boolean): boolean
  remove(experimentId: string): void
  /** One place nearer to its turn, or (later) further from it. */
  move(experimentId: string, later: boolean): void
  hold(): void
  resume(): void
  clear(): void
}

export interface QueueOptions {
  readonly sweeps: Pick<Sweeps, 'active' | 'start'>
  readonly lay: Desk['lay']
  /** Where the queue survives a reload. */
  readonly memory: TabMemory
  /** Whether what is there is this tab's own. */
  readonly claim: TabClaim
  readonly announce: (text: string) => void
  /** Called before each begins. */
  readonly beforeStart: () => void
}

export function createSweepQueue({ sweeps, lay, memory, claim, announce, beforeStart }: QueueOptions): SweepQueue {
  const waiting = signal<readonly QueuedSweep[]>([])
  const held = signal(false)
  const earlier = memory.read()
  const set = (next: readonly QueuedSweep[]): void => {
    waiting.value = next
    claim.hold(next.length > 0)
    if (next.length === 0) held.value = false
    memory.write(JSON.stringify(next.map(({ onDesk, restart }) => ({ link: encodeLink(onDesk.experiment), afresh: restart }))))
  }
  void claim.isOwn.then((isOwn) => batch(() => {
    const found = remembered(earlier, lay)
    if (found.length === 0) return
    if (!isOwn) {
      set(waiting.peek())
      return announce('The queue stays with the tab that this one was copied from.')
    }
    held.value = true
    set([...found, ...waiting.peek().filter(({ onDesk }) => !found.some((one) => one.onDesk.id === onDesk.id))])
  }))
  const without = (id: string): readonly QueuedSweep[] => waiting.peek().filter(({ onDesk }) => onDesk.id !== id)

  let beginning = false
  async function begin({ onDesk, restart }: QueuedSweep): Promise<void> {
    beginning = true
    const refusal = await Promise.resolve().then(() => { beforeStart(); return sweeps.start(onDesk, restart) })
      .catch((error: unknown) => String(error)) // one that cannot begin never holds up those behind it
      .finally(() => { beginning = false })
    if (refusal === busy) return // it keeps its place until that one has ended
    set(without(onDesk.id))
    announce(refusal === null ? `From the queue: “${onDesk.experiment.title}” has begun.` : `“${onDesk.experiment.title}” is taken out of the queue: ${refusal}`)
  }
  effect(() => {
    const [next] = waiting.value
    if (sweeps.active.value === null && !held.value && next !== undefined && !beginning) void begin(next)
  })

  return {
    waiting, held,
    add(onDesk, restart) {
      if (waiting.peek().some((queued) => queued.onDesk.id === onDesk.id)) return false
      set([...waiting.peek(), { onDesk, restart }])
      return true
    },
    remove: (id) => set(without(id)),
    move(id, later) {
      const order = [...waiting.peek()]
      const from = order.findIndex(({ onDesk }) => onDesk.id === id)
      const to = from + (later ? 1 : -1)
      if (from < 0 || to < 0 || to >= order.length) return
      ;[order[from], order[to]] = [order[to], order[from]]
      set(order)
    },
    hold() { held.value = waiting.peek().length > 0 },
    resume() { held.value = false },
    clear: () => set([]),
  }
}

/** Links that no longer read are left out. */
function remembered(text: string | null, lay: Desk['lay']): readonly QueuedSweep[] {
  const rows = parsed(text)
  return rows.flatMap((row): QueuedSweep[] => {
    if (typeof row !== 'object' || row === null || !('link' in row) || typeof row.link !== 'string') return []
    const read = decodeLink(row.link)
    return read.ok ? [{ onDesk: lay(read.value.experiment), restart: 'afresh' in row && row.afresh === true }] : []
  })
}

function parsed(text: string | null): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(value) ? value : []
  } catch { // the decoder of stored data
    return []
  }
}
