/** Whether the browser promises to keep what the lab saves, and how much room it gives. */
import { signal, type ReadonlySignal } from '@preact/signals'

export interface StorageState {
  /** null: not asked yet, or a browser that cannot say. */
  readonly isPersistent: boolean | null
  readonly wasRefused: boolean
  readonly bytes: { readonly used: number; readonly quota: number } | null
}

export interface Storage {
  readonly state: ReadonlySignal<StorageState>
  /** At a reader's own deed, with something to keep: some browsers ask them, others decide by themselves. Once a session. */
  requestPersistence(): void
  /** Looks again how much is used. */
  measure(): Promise<void>
}

/** @param manager null where the browser has none */
export function createStorage(manager: Pick<StorageManager, 'persist' | 'persisted' | 'estimate'> | null): Storage {
  const state = signal<StorageState>({ isPersistent: null, wasRefused: false, bytes: null })
  const know = (more: Partial<StorageState>): void => { state.value = { ...state.peek(), ...more } }
  let asked = false
  return {
    state,
    requestPersistence() {
      if (asked || manager === null) return
      asked = true
      void manager.persist().then((granted) => know({ isPersistent: granted, wasRefused: !granted }), () => know({ wasRefused: true }))
    },
    async measure() {
      if (manager === null) return
      const [isPersistent, { usage, quota }] = await Promise.all([
        manager.persisted().catch(() => null), manager.estimate().catch((): StorageEstimate => ({})),
      ])
      know({ isPersistent, bytes: usage === undefined || quota === undefined || quota <= 0 ? null : { used: usage, quota } })
    },
  }
}
