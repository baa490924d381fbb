/** A long computation on the page's own thread, in pieces of less than a frame, each when the page has nothing else to do. */
import type { InPieces } from '../science/in-pieces'
import { whenIdle } from './idle-queue'

/** Milliseconds of work between pauses. */
const pieceMilliseconds = 8

/** @param isWanted asked before each piece; once it is not, null comes back */
export async function letOthersIn<T>(work: InPieces<T>, isWanted: () => boolean = () => true): Promise<T | null> {
  while (isWanted()) {
    const began = performance.now()
    do {
      const piece = work.next()
      if (piece.done === true) return piece.value
    } while (performance.now() - began < pieceMilliseconds)
    await new Promise<void>((resolve) => { whenIdle(resolve) })
  }
  return null
}
