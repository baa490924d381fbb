/**
 * Long computations that let others in: a generator that pauses at places of no meaning and returns the result. Whoever
 * drives it may wait between pieces, or not; the numbers are the same. Pieces are meant to take tens of milliseconds at most.
 */
export type InPieces<T> = Generator<undefined, T, undefined>

/** The result without a pause. */
export function allAtOnce<T>(work: InPieces<T>): T {
  for (;;) {
    const piece = work.next()
    if (piece.done === true) return piece.value
  }
}
