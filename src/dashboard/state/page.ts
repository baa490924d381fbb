/** What the page's state asks of the browser: built in browser-page.ts, faked by tests. Nothing else in this room touches the DOM's page. */
export interface Page {
  /** Without its fragment. */
  address(): string
  /** @returns whether it is in the clipboard */
  copyText(text: string): Promise<boolean>
  /** Brings a part of the page into view, by its id, once it is drawn; `focus` also moves the keyboard there. */
  reveal(id: string, how?: { readonly focus?: boolean; readonly smooth?: boolean }): void
  /** Before the next paint; a hidden page, which paints nothing, is called a few times a second. */
  beforePaint(callback: () => void): void
  /** When the page has been left in peace for a moment. @returns what takes it back */
  whenIdle(callback: () => void): () => void
  /** Calls back when the page is hidden: it may be discarded without another word. */
  onHide(listener: () => void): void
}
