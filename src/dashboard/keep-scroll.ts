import { onReaderActs } from './reader-acts'
import { createScrollPlace } from './state/scroll-place'
import { tabMemory } from './state/tab-memory'

/** After a reload the page opens where the reader was. */
export function keepScroll(): void {
  const place = createScrollPlace(tabMemory('superposition-lab place'), () => window.location.pathname + window.location.hash)
  window.addEventListener('pagehide', () => place.leave(window.scrollY))
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  if (navigation?.type === 'navigate' || place.held() === null) return place.release()

  let height = 0, y = 0
  const settle = (): void => {
    const held = place.held()
    if (held === null) return
    window.scrollTo({ top: held, behavior: 'instant' })
    height = document.documentElement.scrollHeight
    y = window.scrollY
  }
  const observer = new ResizeObserver(settle)
  const release = (): void => {
    place.release()
    observer.disconnect()
    stopListening()
    window.removeEventListener('scroll', scrolled)
  }
  // A scrollbar that is dragged tells only this: the page moves though its height is the same.
  const scrolled = (): void => { if (document.documentElement.scrollHeight === height && Math.abs(window.scrollY - y) > 1) release() }
  observer.observe(document.body)
  const stopListening = onReaderActs(release)
  window.addEventListener('scroll', scrolled)
}
