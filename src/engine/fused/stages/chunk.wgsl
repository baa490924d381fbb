// D entries of a vector over the width, in registers: scalars by name, for dynamic indexing of private arrays is dear on every
// adapter. D·CHUNKS ≥ WIDTH; a narrow model's vectors are one chunk. Structs of them go into functions and out of them by
// value: on SwiftShader that costs no steps; what a loop accumulates into stays scalars (decision 0170).

const CHUNK = ${D}u;
const CHUNKS = ${CHUNKS}u;

struct Chunk {
  //@ for j in 0..D
  h$j: Samples,
  //@ end
}

// Row of entry h of the vector whose rows begin at `row`, and `past` for an entry past the width: branches cost more, most of
// all to compile.
fn entry_row(row: u32, h: u32, past: u32) -> u32 {
//@ if RAGGED
  return select(past, row + h, h < WIDTH);
//@ else
  return row + h;
//@ end
}

// Past the width 0.
fn load_chunk(own: Own, row: u32, chunk: u32) -> Chunk {
  return Chunk(
    //@ for j in 0..D
    activations[cell(own, entry_row(row, chunk * CHUNK + ${j}u, ${ZERO}u))],
    //@ end
  );
}

// Past the width into a row that nobody reads.
fn store_chunk(own: Own, row: u32, chunk: u32, v: Chunk) {
  //@ for j in 0..D
  activations[cell(own, entry_row(row, chunk * CHUNK + ${j}u, ${SPARE}u))] = v.h$j;
  //@ end
}

// Entry h of a row of weights; past the width the last, whose product goes nowhere.
fn entry_within(h: u32) -> u32 {
//@ if RAGGED
  return min(h, WIDTH - 1u);
//@ else
  return h;
//@ end
}
