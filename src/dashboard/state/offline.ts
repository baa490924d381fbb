/**
 * The lab's files saved by the browser, so that it opens without a network, and newer ones when there are. A new version
 * is announced and used from the next time the page is loaded on; never under a page that is open.
 */
import { signal, type ReadonlySignal } from '@preact/signals'

export interface Offline {
  /** absent: this page needs its network. saved: it opens without one. newer: so does a newer version, after a reload. */
  readonly state: ReadonlySignal<'absent' | 'saved' | 'newer'>
  /** Loads the page again, by the newest version that is here. */
  reload(): void
}

/** @param workers null where the browser has none (an insecure address), and in development */
export function createOffline(workers: ServiceWorkerContainer | null, script: string): Offline {
  const state = signal<'absent' | 'saved' | 'newer'>('absent')
  let registration: ServiceWorkerRegistration | null = null

  /** @returns false where none waits */
  function takeOver(): boolean {
    const waiting = registration?.waiting ?? null
    if (workers === null || waiting === null) return false
    workers.addEventListener('controllerchange', () => window.location.reload(), { once: true })
    waiting.postMessage('take over')
    return true
  }
  function watch(): void {
    const coming = registration?.installing ?? null
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed') state.value = workers?.controller === null ? 'saved' : 'newer'
    })
  }
  async function register(container: ServiceWorkerContainer): Promise<void> {
    const isFirst = container.controller === null
    registration = await container.register(script)
    // A version that waits since an earlier visit: this page has only just been loaded, so nothing is lost by loading it once more.
    if (!isFirst && takeOver()) return
    registration.addEventListener('updatefound', watch)
    watch()
    await container.ready
    if (state.peek() === 'absent') state.value = 'saved'
  }
  if (workers !== null) {
    const begin = (): void => void register(workers).catch(() => undefined) // a browser that refuses: the page works as it is
    if (document.readyState === 'complete') begin()
    else window.addEventListener('load', begin, { once: true })
  }
  return {
    state,
    reload() { if (!takeOver()) window.location.reload() },
  }
}
