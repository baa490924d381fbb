/**
 * The focus is never lost: when the element that has it goes away or is disabled, the part of the page it stood in has
 * it next, so that Tab continues there and not from the top.
 */
const place = 'section, dialog[open], [role=tabpanel]:not([hidden]), main'

export function keepFocus(): () => void {
  let places: readonly HTMLElement[] = [] // around the focused element, the innermost first; none: the reader left it
  const focused = ({ target }: FocusEvent): void => {
    places = []
    for (let at = (target as Element).closest<HTMLElement>(place); at !== null; at = at.parentElement?.closest<HTMLElement>(place) ?? null) places = [...places, at]
  }
  const left = ({ target, relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) return
    // A moment later, for some browsers say so while the element is still being taken away.
    queueMicrotask(() => {
      const isUsable = target instanceof HTMLElement && target.isConnected && !target.matches(':disabled') && target.checkVisibility()
      if (isUsable && document.activeElement === document.body) places = []
    })
  }
  const look = (): void => {
    if (places.length === 0 || (document.activeElement !== document.body && document.activeElement !== null)) return
    const next = places.find((element) => element.isConnected && element.checkVisibility()) ?? document.querySelector<HTMLElement>('main')
    if (next?.hasAttribute('tabindex') === false) next.tabIndex = -1
    next?.focus({ preventScroll: true })
  }
  const observer = new MutationObserver(look)
  document.addEventListener('focusin', focused)
  document.addEventListener('focusout', left)
  observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled', 'hidden'] })
  return () => {
    document.removeEventListener('focusin', focused)
    document.removeEventListener('focusout', left)
    observer.disconnect()
  }
}
