/** Tells listeners of any number of changes at most once per frame. */
const frameMilliseconds = 16

export function createThrottle() {
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setTimeout> | null = null
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    for (const listener of [...listeners]) listener()
  }
  return {
    notify(): void { timer ??= setTimeout(flush, frameMilliseconds) },
    flush,
    /** @returns the unsubscribe function */
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
