/** The browser's own page, as the state uses it. */
import { copyText } from './clipboard'
import type { Page } from './state/page'

const hiddenMilliseconds = 250
/** A reader who has just come, or has just typed, is left in peace for this long, and then until the page is idle. */
const restMilliseconds = 900, longestWait = 4000

export const browserPage: Page = {
  address: () => window.location.href.replace(/#.*$/, ''),
  copyText: (text) => copyText(text, navigator.clipboard),
  reveal(id, { focus = false, smooth = false } = {}) {
    requestAnimationFrame(() => {
      const part = document.getElementById(id)
      part?.scrollIntoView({ block: 'start', behavior: smooth && !isCalm() ? 'smooth' : 'auto' })
      if (focus) part?.focus({ preventScroll: true })
    })
  },
  beforePaint(callback) {
    if (document.hidden) setTimeout(callback, hiddenMilliseconds)
    else requestAnimationFrame(callback)
  },
  whenIdle(callback) {
    let idle = 0
    const wait = setTimeout(() => {
      if (typeof requestIdleCallback === 'function') idle = requestIdleCallback(callback, { timeout: longestWait })
      else callback()
    }, restMilliseconds)
    return () => {
      clearTimeout(wait)
      if (idle !== 0) cancelIdleCallback(idle)
    }
  },
  onHide(listener) {
    document.addEventListener('visibilitychange', () => { if (document.hidden) listener() })
  },
}

const isCalm = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches
