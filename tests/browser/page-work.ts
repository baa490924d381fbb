/**
 * What a page does while it trains, counted and never timed, so that the answer is the same on any machine: views drawn
 * per animation frame, rows that the table holds, messages of trainers with their bytes, and geometry that the page's
 * scripts ask for, which makes the browser lay out on the spot. `npm run page-speed` says what it costs in milliseconds.
 */
import type { Page } from 'playwright-core'

export interface PageWork {
  /** Animation frames since counting began. */
  readonly frames: number
  /** Times that the progress of a sweep that had not ended was drawn, and the most of them within one frame. */
  readonly views: number
  readonly viewsPerFrame: number
  /** The most rows that the table of runs held at once. */
  readonly rows: number
  /** What trainers posted while they trained: the kind, its fields and the bytes of its arrays. */
  readonly messages: readonly { readonly kind: string; readonly fields: string; readonly bytes: number }[]
  /** Which geometry was asked for since the first view, with the script's line that asked. */
  readonly geometry: readonly string[]
}

/** Counts on every page that this one opens from now on. */
export async function countWork(page: Page): Promise<void> { await page.addInitScript(install) }

export const workOf = (page: Page): Promise<PageWork> => page.evaluate(() => (globalThis as unknown as { work: PageWork }).work)

/** Runs in the page, before its own scripts. The test driver's scripts have prototypes of their own and are not counted. */
function install(): void {
  const work = { frames: 0, views: 0, viewsPerFrame: 0, rows: 0, messages: [] as PageWork['messages'][number][], geometry: [] as string[] }
  Object.assign(globalThis, { work })

  // Asked for again within the callback, it is the first of the next frame, so that a frame's view comes after it.
  let inFrame = 0
  const frame = (): void => {
    work.frames += 1
    inFrame = 0
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  new MutationObserver((records) => {
    work.rows = Math.max(work.rows, document.querySelectorAll('.run-table tbody tr').length)
    const panel = document.querySelector('.progress-panel:not(.phase-done)')
    if (panel === null || !records.some(({ target }) => panel.contains(target))) return
    work.views += 1
    work.viewsPerFrame = Math.max(work.viewsPerFrame, ++inFrame)
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })

  // A trainer's messages are the one argument of a callback that comlink calls through a port.
  const listen = MessagePort.prototype.addEventListener
  const count = ({ data }: MessageEvent): void => {
    const message = (data as { argumentList?: { value?: Record<string, unknown> }[] } | null)?.argumentList?.[0]?.value
    if (typeof message?.kind !== 'string') return
    const bytes = (value: unknown): number => (ArrayBuffer.isView(value) ? value.byteLength
      : typeof value === 'object' && value !== null ? Object.values(value).reduce((sum: number, part) => sum + bytes(part), 0) : 0)
    work.messages.push({ kind: message.kind, fields: Object.keys(message).sort().join(' '), bytes: bytes(message) })
  }
  MessagePort.prototype.addEventListener = function (this: MessagePort, ...of: Parameters<typeof listen>) {
    if (of[0] === 'message') listen.call(this, 'message', count as EventListener)
    listen.apply(this, of)
  } as typeof listen

  const asked = (name: string): void => {
    if (work.views > 0 && document.querySelector('.progress-panel:not(.phase-done)') !== null) {
      work.geometry.push(`${name}${new Error().stack?.split('\n').slice(3, 5).join('').replace(/\s+/g, ' ') ?? ''}`)
    }
  }
  const watchGetters = (prototype: object, names: readonly string[]): void => names.forEach((name) => {
    const property = Object.getOwnPropertyDescriptor(prototype, name)!
    Object.defineProperty(prototype, name, { ...property, get(this: unknown) { asked(name); return property.get!.call(this) as unknown } })
  })
  const watchMethods = (owner: object, names: readonly string[]): void => names.forEach((name) => {
    const methods = owner as Record<string, (...of: unknown[]) => unknown>
    const method = methods[name]
    methods[name] = function (this: unknown, ...of: unknown[]) { asked(name); return method.apply(this, of) }
  })
  watchGetters(Element.prototype, ['clientWidth', 'clientHeight', 'clientTop', 'clientLeft', 'scrollWidth', 'scrollHeight', 'scrollTop', 'scrollLeft'])
  watchGetters(HTMLElement.prototype, ['offsetWidth', 'offsetHeight', 'offsetTop', 'offsetLeft'])
  watchMethods(Element.prototype, ['getBoundingClientRect', 'getClientRects'])
  watchMethods(globalThis, ['getComputedStyle'])
}
