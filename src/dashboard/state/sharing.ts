/** Copies the link of what is on the desk, and shows it. */
import { signal, type Signal } from '@preact/signals'
import type { Receipt } from '../../experiment/receipt'
import type { Desk } from './desk'
import type { Page } from './page'
import type { SharedLink } from './shared-link'

export interface Sharing {
  /** Shown to be shared; null while none is. */
  readonly shared: Signal<SharedLink | null>
  /** With a receipt it also says what the experiment came out at here. */
  share(receipt?: Receipt): Promise<void>
}

export function createSharing({ desk, page, speak }: {
  readonly desk: Pick<Desk, 'link'>; readonly page: Pick<Page, 'address' | 'copyText'>; readonly speak: (text: string) => void
}): Sharing {
  const shared = signal<SharedLink | null>(null)
  return {
    shared,
    async share(receipt) {
      const link = page.address() + desk.link(receipt)
      const carries = receipt === undefined ? 'the whole experiment' : 'the whole experiment and what it came out at here, to be verified'
      const copied = await page.copyText(link)
      shared.value = { link, carries, copied }
      if (copied) speak(`Link copied, ${link.length} characters. It carries ${carries}; opening it starts nothing by itself.`)
    },
  }
}
