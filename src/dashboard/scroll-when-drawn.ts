/** Figures are drawn one by one when the page is idle: brings one into view as soon as it stands there. */

/** Gives up when the reader scrolls, presses a key or points anywhere first. @param selector of the figure, inside `place` */
export function scrollWhenDrawn(place: HTMLElement, selector: string): void {
  const reader = ['wheel', 'keydown', 'pointerdown', 'touchmove'] as const
  const look = (): void => {
    const figure = place.querySelector(selector)
    if (figure === null) return
    leave()
    figure.scrollIntoView({ block: 'center' })
  }
  const observer = new MutationObserver(look)
  const leave = (): void => {
    observer.disconnect()
    for (const event of reader) window.removeEventListener(event, leave)
  }
  observer.observe(place, { childList: true, subtree: true })
  for (const event of reader) window.addEventListener(event, leave, { passive: true })
  look()
}
