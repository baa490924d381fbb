const deeds = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/** Calls back when the reader scrolls, touches, points or presses a key: what moves the page by itself stops then. @returns what ends listening */
export function onReaderActs(listener: () => void): () => void {
  deeds.forEach((deed) => window.addEventListener(deed, listener, { capture: true, passive: true }))
  return () => deeds.forEach((deed) => window.removeEventListener(deed, listener, { capture: true }))
}
