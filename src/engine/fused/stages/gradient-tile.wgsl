// A tile of TILE_ROWS × TILE_COLUMNS of one tensor's gradient, and its rows' biases, in registers:
//   g[r, c] = Σ_b a[r, b]·b[c, b] (+ Σ_b a2[r, b]·b2[c, b]),  bias[r] = Σ_b a[r, b],  four samples at a time.
// Where every tensor has the second sum, one loop takes both (TOGETHER = 2). Where some have it, it has a loop of its own
// (LOOPS = 2), which the others leave at once.
//
// SHARE = 4 (software adapters): the four invocations of a quad own tiles below each other, of the same columns. Each
// loads a fourth of what b holds and hands it round, invocation q in the order q, q^1, q^2, q^3 (as in
// narrow/rows.wgsl); without `subgroups` each loads all of it: dearer, the same bits. Measured on SwiftShader per
// four samples and entry, a tile of 14 × 16: 9.5 ns alone, 7.3 ns handed round.
// Reads the kernel's binding `activations` [i, row, column] vec4f.

//@ if SHARED
var<workgroup> partial: array<f32, ${PARTIALS}>; // [tile of the workgroup, SPLIT, TILE_SIZE]
//@ else
var<private> partial: array<f32, TILE_SIZE>;
//@ end

// Row of a tensor's second factor for the tile's nth column; past the tensor's edge a row of zeros.
fn row_of_column(b: u32, tile: Tile, nth: u32) -> u32 {
  let column = tile.first_column + nth;
  return select(${ZERO}u, b + column, column < tile.columns);
}

// Leaves in `partial` the sums over columns first, first + SPLIT, … < end of `activations` from `start` on, of the tile that is the
// workgroup's nth; past the tensor's edge the last row again.
fn sum_tile(tile: Tile, nth: u32, first_row: u32, place: u32, start: u32, first: u32, end: u32) {
  let rows_a = vec2u(tile.a, tile.a2);
  let rows_b = vec2u(tile.b, tile.b2);
//@ if SOME_PAIRS
  let ends = vec2u(end, select(0u, end, tile.a2 != NONE));
//@ else
  let ends = vec2u(end);
//@ end
  //@ for i in 0..R
  var bias$i = 0.0;
  //@ end
  //@ for q in 0..CQ
  //@ for k in 0..4
  //@ for i in 0..R
  var g${i}_${q}_$k = 0.0;
  //@ end
  //@ end
  //@ end
  //@ for n in 0..LOOPS
  //@ for p in 0..TOGETHER
  //@ for i in 0..R
  var a${n}_${p}_$i = start + (rows_a[$n + $p] + min(first_row + ${i}u, tile.rows - 1u)) * COLUMNS + first;
  //@ end
  //@ for q in 0..CQ
  //@ for k in 0..LOADS
  var b${n}_${p}_${q}_$k = start + row_of_column(rows_b[$n + $p], tile, ${q}u * 4u + (${k}u ^ place)) * COLUMNS + first;
  //@ end
  //@ end
  //@ end
  for (var column = first; column < ends[$n]; column += SPLIT) {
    //@ for p in 0..TOGETHER
    //@ for i in 0..R
    let x${p}_$i = activations[a${n}_${p}_$i];
    a${n}_${p}_$i += SPLIT;
    //@ end
    //@ for q in 0..CQ
    //@ for k in 0..LOADS
    let y${p}_${q}_$k = activations[b${n}_${p}_${q}_$k];
    b${n}_${p}_${q}_$k += SPLIT;
    //@ end
    //@ if QUAD_SWAPS
    let y${p}_${q}_1 = quadSwapX(y${p}_${q}_0);
    let y${p}_${q}_2 = quadSwapY(y${p}_${q}_0);
    let y${p}_${q}_3 = quadSwapDiagonal(y${p}_${q}_0);
    //@ end
    //@ for k in 0..4
    //@ for i in 0..R
    g${i}_${q}_$k += dot(x${p}_$i, y${p}_${q}_$k);
    //@ end
    //@ end
    //@ end
    //@ end
//@ if n
//@ else
    //@ for i in 0..R
    bias$i += dot(x0_$i, vec4f(1.0));
    //@ end
//@ end
  }
  //@ end
//@ if SHARED
  let to = (nth * SPLIT + first) * TILE_SIZE;
//@ else
  const to = 0u;
//@ end
  //@ for i in 0..R
  //@ for q in 0..CQ
  //@ for k in 0..4
  partial[to + ${i}u * (TILE_COLUMNS + 1u) + ${q}u * 4u + ${k}u] = g${i}_${q}_$k;
  //@ end
  //@ end
  partial[to + ${i}u * (TILE_COLUMNS + 1u) + TILE_COLUMNS] = bias$i;
  //@ end
}

// Element e of the workgroup's nth tile, summed over its neighbours in their order.
fn tile_sum(nth: u32, e: u32) -> f32 {
//@ if SHARED
  var sum = 0.0;
  for (var s = 0u; s < SPLIT; s++) { sum += partial[(nth * SPLIT + s) * TILE_SIZE + e]; }
  return sum;
//@ else
  return partial[e];
//@ end
}
