// Rows of weights streamed past vectors in registers, four at a time: four independent chains of sums, each register fetched
// once for four products. Rows that are used twice (of U) are handed back in registers.
//
// On software adapters a load costs as much as ten multiply-adds. There the four invocations of a quad, which run as
// one SIMD group, load one row each and hand it round: invocation q of the quad takes the four rows in the order q, q^1,
// q^2, q^3. Without the `subgroups` feature each loads all four in that order: dearer, the same bits.
// Measured on SwiftShader, per weight and 16 samples: 30 ns a row at a time, 20 ns four rows, 11.5 ns handed round.

//@ if LANES4
var<private> place: u32; // of this invocation in its quad
//@ else
const place = 0u; // nobody shares
//@ end

// first, …, first + 3 in this invocation's order
fn four(first: u32) -> vec4u { return vec4u(first) + (vec4u(0u, 1u, 2u, 3u) ^ vec4u(place)); }

// Word j after each of four starts, which are those of the quad in this invocation's order.
fn weights(starts: vec4u, j: u32) -> vec4f {
//@ if QUAD_SWAPS
  let w = parameters[starts.x + j];
  return vec4f(w, quadSwapX(w), quadSwapY(w), quadSwapDiagonal(w));
//@ else
  return vec4f(parameters[starts.x + j], parameters[starts.y + j], parameters[starts.z + j], parameters[starts.w + j]);
//@ end
}

struct Four { v0: Samples, v1: Samples, v2: Samples, v3: Samples } // a number for each of four rows
struct Rows {
  //@ for j in 0..D
  w$j: vec4f, // entry j of four rows
  //@ end
}
struct Dots { sums: Four, rows: Rows }

// offset + row · v, for the rows that start at `starts`
fn dots(starts: vec4u, offset: vec4f, v: Chunk) -> Dots {
  //@ for u in 0..4
  var a$u = Samples(offset[$u]);
  //@ end
  //@ for j in 0..D
  let w$j = weights(starts, ${j}u);
  //@ for u in 0..4
  a$u += w$j[$u] * v.h$j;
  //@ end
  //@ end
  return Dots(Four(a0, a1, a2, a3), Rows(
    //@ for j in 0..D
    w$j,
    //@ end
  ));
}

// t + Σ v · row, for the rows that start at `starts`
fn with_rows_at(t: Chunk, starts: vec4u, v: Four) -> Chunk {
  //@ for j in 0..D
  let w$j = weights(starts, ${j}u);
  let t$j = t.h$j + w$j[0] * v.v0 + w$j[1] * v.v1 + w$j[2] * v.v2 + w$j[3] * v.v3;
  //@ end
  return Chunk(
    //@ for j in 0..D
    t$j,
    //@ end
  );
}

fn plus(a: Chunk, b: Chunk) -> Chunk {
  return Chunk(
    //@ for j in 0..D
    a.h$j + b.h$j,
    //@ end
  );
}
