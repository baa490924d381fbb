/** A batch, chunk by chunk: what the columns of the present chunk stand for. */
import * as D from './descriptor'
import { at } from './run'
import {
  appendPresent, clearDraws, clearInput, drawEveryEntry, drawKeys, drawSets, drawSkipping, emptySamples, entriesEnd, nextSample,
} from './sampler'

export let columns: usize = 0 // of the chunk, padding included: a multiple of 8
export let taken: u32 = 0 // samples of the batch dealt with
export let uneven: bool = false // some column has a weight other than 1
let single: usize = 0 // columns of one sample each; behind them the one of all-absent samples, and padding
let emptyEntries: u32 = 0 // all-absent samples so far, where every-entry draws drop them

export function beginBatch(): void {
  taken = 0
  emptyEntries = 0
  clearDraws()
}

/** Draws the next chunk. */
export function draw(step: u32): void {
  const capacity = at(D.CHUNK)
  const batch = <u32>at(D.BATCH)
  const sampling = at(D.SAMPLING)
  if (sampling == D.SAMPLING_SKIPPING) {
    const real = drawSkipping(
      at(D.INPUT), capacity, batch, <u32>at(D.FEATURES), at(D.TABLE), at(D.GUIDE), <u32>at(D.BLOCKS), at(D.SIGNED) != 0,
      step, <u32>at(D.KEY0), <u32>at(D.KEY1), at(D.WORDS), at(D.ENTRIES), at(D.COLUMN_SAMPLE))
    taken = nextSample
    weigh(real, emptySamples)
  } else if (sampling == D.SAMPLING_KEYS) {
    const real = min<usize>(capacity, <usize>(batch - taken))
    drawKeys(taken, <u32>real, at(D.ENTRIES), at(D.COLUMN_SAMPLE))
    taken += <u32>real
    weigh(real, 0)
  } else if (at(D.DROPS_EMPTY)) {
    let real: usize = 0
    while (taken < batch && real + D.DRAWN_AT_ONCE <= capacity) {
      const samples = min<usize>(D.DRAWN_AT_ONCE, <usize>(batch - taken))
      const drawn = (samples + 15) & ~15
      drawEntries(at(D.OUTPUT), drawn, step)
      const before = real
      real = appendPresent(at(D.INPUT), real, at(D.OUTPUT), drawn, at(D.FEATURES), taken, batch, at(D.COLUMN_SAMPLE))
      emptyEntries += <u32>(samples - (real - before))
      taken += <u32>samples
    }
    weigh(real, emptyEntries)
    // the columns beyond stand for all-absent samples and padding
    for (let f: usize = 0; f < at(D.FEATURES); f++) {
      for (let c = real; c < columns; c++) store<f32>(at(D.INPUT) + f * D.ROW + c * 4, 0)
    }
  } else {
    const real = min<usize>(capacity, <usize>(batch - taken))
    columns = (real + 15) & ~15
    uneven = columns != real
    drawEntries(at(D.INPUT), columns, step)
    const weights = at(D.COLUMN_WEIGHT)
    if (uneven) for (let c: usize = 0; c < columns; c++) store<f32>(weights + c * 4, sampleInGroup(c) < real ? 1 : 0)
    taken += <u32>real
  }
}

function drawEntries(to: usize, samples: usize, step: u32): void {
  if (at(D.SET_SIZE)) {
    drawSets(
      to, samples, at(D.FEATURES), at(D.SET_SIZE), at(D.TABLE), at(D.SIGNED) != 0, step, taken, <u32>at(D.KEY0), <u32>at(D.KEY1), at(D.WORDS))
    return
  }
  drawEveryEntry(
    to, samples, at(D.FEATURES), at(D.TABLE), at(D.SIGNED) != 0, step, taken, <u32>at(D.KEY0), <u32>at(D.KEY1), at(D.WORDS))
}

/** Weights of `real` columns of one sample each, of one for all `empty` samples when the batch is through, and of padding. */
function weigh(real: usize, empty: u32): void {
  single = real
  const standsForEmpty = taken == <u32>at(D.BATCH) && empty != 0
  columns = (real + (standsForEmpty ? 1 : 0) + 7) & ~7
  uneven = columns != real
  for (let c: usize = 0; c < columns; c++) {
    store<f32>(at(D.COLUMN_WEIGHT) + c * 4, c < real ? 1 : c == real && standsForEmpty ? <f32>empty : 0)
  }
}

/** Place c of an every-entry chunk holds the sample ⌊c/16⌋·16 + 4·(c mod 4) + ⌊(c mod 16)/4⌋. */
function sampleInGroup(c: usize): usize {
  return (c & ~15) + ((c & 3) << 2) + ((c & 15) >> 2)
}

/** Makes the input zero again where the next draw counts on it. */
export function clearChunk(): void {
  if (at(D.SAMPLING) == D.SAMPLING_SKIPPING) clearInput(at(D.INPUT), at(D.ENTRIES))
}

/** For `drawBatch`: draws a batch and writes it to out [b, f], which the host has cleared. */
export function writeBatch(step: u32, out: usize): void {
  const batch = <u32>at(D.BATCH), n = at(D.FEATURES)
  beginBatch()
  while (taken < batch) {
    const first = taken
    draw(step)
    const everyEntry = at(D.SAMPLING) == D.SAMPLING_EVERY_ENTRY
    if (everyEntry) {
      for (let c: usize = 0; c < columns; c++) {
        const dropsEmpty = at(D.DROPS_EMPTY) != 0
        const sample = dropsEmpty ? <usize>load<u32>(at(D.COLUMN_SAMPLE) + c * 4) : <usize>first + sampleInGroup(c)
        if (sample >= <usize>batch || (dropsEmpty && c >= single)) continue
        for (let f: usize = 0; f < n; f++) store<f32>(out + (sample * n + f) * 4, load<f32>(at(D.INPUT) + f * D.ROW + c * 4))
      }
      continue
    }
    for (let entry = at(D.ENTRIES); entry != entriesEnd; entry += 8) {
      const place = <usize>load<u32>(entry)
      const sample = <usize>load<u32>(at(D.COLUMN_SAMPLE) + (place & 255) * 4)
      store<f32>(out + (sample * n + (place >>> 8)) * 4, load<f32>(entry, 4))
    }
    clearChunk()
  }
}
