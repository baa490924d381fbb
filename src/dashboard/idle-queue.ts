/** Work that can wait, one piece per idle moment, in the order in which it was asked for: no two pieces share a task. */
const pieces: (() => void)[] = []
let due = false
/** Even a page that is never idle gets on. */
const longestWait = 300 // milliseconds

const soon = (callback: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, { timeout: longestWait })
  else setTimeout(callback, 16)
}

/** @returns what takes it back */
export function whenIdle(piece: () => void): () => void {
  pieces.push(piece)
  schedule()
  return () => {
    const at = pieces.indexOf(piece)
    if (at >= 0) pieces.splice(at, 1)
  }
}

function schedule(): void {
  if (due || pieces.length === 0) return
  due = true
  soon(() => {
    due = false
    const piece = pieces.shift()
    schedule() // first, so that a piece that throws does not stop the others
    piece?.()
  })
}
