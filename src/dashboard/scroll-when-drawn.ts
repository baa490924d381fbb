/** Figures are drawn one by one when the page is idle: brings one into view as soon as it stands there. */
import { onReaderActs } from './reader-acts'

/** Gives up when the reader acts first. @param selector of the figure, inside `place` */
export function scrollWhenDrawn(place: HTMLElement, selector: string): void {
  const look = (): void => {
    const figure = place.querySelector(selector)
    if (figure === null) return
    leave()
    figure.scrollIntoView({ block: 'center' })
  }
  const observer = new MutationObserver(look)
  const stopListening = onReaderActs(() => leave())
  const leave = (): void => {
    observer.disconnect()
    stopListening()
  }
  observer.observe(place, { childList: true, subtree: true })
  look()
}
