/** Inflation that cannot be made to explode: input goes in by small slices, output is counted between them. */
import { Inflate } from 'fflate'

/** DEFLATE expands at most 1,032 times, so a slice adds at most 66 KB before the count is looked at; one of 4096 bytes 4 MB. */
const smallSlice = 64
const largeSlice = 4096

/** 'broken' where the bytes are not one whole deflate-raw stream; 'too-large' beyond `maxBytes`. */
export function inflateCapped(deflated: Uint8Array, maxBytes: number): Uint8Array | 'broken' | 'too-large' {
  const sliceBytes = maxBytes < 2 ** 20 ? smallSlice : largeSlice // a slice costs a copy of the window
  const pieces: Uint8Array[] = []
  let length = 0
  let ended = false
  const stream = new Inflate((piece, final) => {
    pieces.push(piece)
    length += piece.length
    ended = final
  })
  try {
    for (let at = 0; at < deflated.length; at += sliceBytes) {
      stream.push(deflated.subarray(at, at + sliceBytes), at + sliceBytes >= deflated.length)
      if (length > maxBytes) return 'too-large'
    }
  } catch {
    return 'broken' // fflate reports bad input by throwing
  }
  if (!ended) return 'broken'
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
