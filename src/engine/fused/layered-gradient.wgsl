// Weight gradients and AdamW of one step (science/training/optimiser.ts), for every trainable tensor of every instance.
//
// Every gradient of every model here is a product of two blocks of activation rows, summed over the batch:
//   ∂loss/∂T[r, c] = Σ_b a[r, b]·b[c, b] (+ Σ_b a2[r, b]·b2[c, b] where a tensor is used twice), bias_r = Σ_b a[r, b]·1.
// An invocation owns a tile of TILE_ROWS × TILE_COLUMNS of one tensor, the rows' biases with the first of them, and sums
// over the batch in a fixed order: with SPLIT = 1 alone; else SPLIT neighbours take every SPLIT-th group of four samples
// and their partial sums are added in order, from workgroup storage. No atomics: equal bits in every run. The Adam
// update is the epilogue, so a gradient never reaches memory.
//
// SHARE = 4 (software adapters): the four invocations of a quad own tiles below each other, of the same columns. Each
// loads a fourth of what b holds and hands it round, invocation q in the order q, q^1, q^2, q^3 (as in
// narrow-activations.wgsl); without `subgroups` each loads all of it: dearer, the same bits. Measured on SwiftShader per
// four samples and entry, a tile of 14 × 16: 9.5 ns alone, 7.3 ns handed round.
//
// bindings  0 parameters [i, P] f32            4 tiles [tile]
//           1 activations [i, row, column] vec4f (columns of four samples)
//           2 instances [i]                    5 schedule [t, 3] f32 (science/training/schedule.ts)
//           3 moments [i, 2, P_trainable] f32  6 counters [3]; the last, not 0: tests want
//                                                the gradient in the first moment, and no update
//                                              7 losses [t mod RING, i] f32
// workgroup (SPLIT, SIDE): software adapters SPLIT = 1, SIDE = SHARE, large tiles, no barrier; GPUs 16 × 12 threads of
//           4 × 4 tiles, where neighbours read neighbouring samples and 192 partial tiles fill 15 KiB.
// grid      (⌈(tiles + 1)·SHARE / SIDE⌉, i); the last tile sums the loss and moves the step counter.

struct Instance {
  data_seed: u32, learning_rate: f32, weight_decay: f32, epsilon: f32,
  beta1: f32, rest1: f32, beta2: f32, rest2: f32, // rest = 1 − beta, rounded once
}
// Rows of `activations`; the place in its tensor of the SHARE tiles below each other; first parameter of the tensor and
// of its bias (NONE: none).
struct Tile {
  a: u32, b: u32, a2: u32, b2: u32,
  rows: u32, columns: u32, first_row: u32, first_column: u32,
  parameter: u32, bias: u32,
}

@group(0) @binding(0) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(1) var<storage, read> activations: array<vec4f>;
@group(0) @binding(2) var<storage, read> instances: array<Instance>;
@group(0) @binding(3) var<storage, read_write> moments: array<f32>;
@group(0) @binding(4) var<storage, read> tiles: array<Tile>;
@group(0) @binding(5) var<storage, read> schedule: array<f32>;
@group(0) @binding(6) var<storage, read_write> counters: array<u32>;
@group(0) @binding(7) var<storage, read_write> losses: array<f32>;

const NONE = 0xffffffffu;
const COLUMNS = ${COLUMNS}u; // groups of four samples, padding (whose terms are 0) included
const PARAMETERS = ${PARAMETERS}u;
const TRAINABLE = ${TRAINABLE}u;
const TILE_ROWS = ${R}u;
const TILE_COLUMNS = ${C}u;
const TILE_SIZE = TILE_ROWS * (TILE_COLUMNS + 1u); // a row's bias after its weights
const SHARE = ${SHARE}u;
const SPLIT = ${SPLIT}u;
const SIDE = ${SIDE}u;

//@ if SHARED
var<workgroup> partial: array<f32, ${PARTIALS}>;
//@ end

struct Update { instance: u32, decay: f32, step_size: f32, correction2: f32, gradient_only: bool, own: Instance }

fn adam(parameter: u32, g: f32, update: Update) {
  let p = update.instance * PARAMETERS + parameter;
  let first = update.instance * 2u * TRAINABLE + parameter;
  let second = first + TRAINABLE;
  if (update.gradient_only) { moments[first] = g; return; }
  let own = update.own;
  let mu = own.beta1 * moments[first] + own.rest1 * g;
  let nu = own.beta2 * moments[second] + own.rest2 * g * g;
  moments[first] = mu;
  moments[second] = nu;
  parameters[p] = parameters[p] * update.decay - update.step_size * mu / (sqrt(nu * update.correction2) + own.epsilon);
}

// element e of the tile whose first row is given: a weight or a bias, unless it lies outside the tensor
fn finish(tile: Tile, first_row: u32, place: u32, e: u32, g: f32, update: Update) {
  let row = first_row + e / (TILE_COLUMNS + 1u);
  let nth = e % (TILE_COLUMNS + 1u);
  if (row >= tile.rows) { return; }
  if (nth < TILE_COLUMNS) {
    let column = tile.first_column + (nth ^ place);
    if (column < tile.columns) { adam(tile.parameter + row * tile.columns + column, g, update); }
  } else if (tile.first_column == 0u && tile.bias != NONE) { adam(tile.bias + row, g, update); }
}

@compute @workgroup_size(${SPLIT}, ${SIDE})
fn step_gradient(
  @builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u,
  @builtin(num_workgroups) grid: vec3u,
) {
  let instance = group.y;
  let tile_count = arrayLength(&tiles);
  let index = (group.x * SIDE + local.y) / SHARE;
  let place = local.y % SHARE; // of this invocation among those that share
  let step = counters[1];
  let s = schedule[step * 3u];
  let rate = instances[instance].learning_rate * s;
  let update = Update(
    instance, 1.0 - rate * instances[instance].weight_decay, rate * schedule[step * 3u + 1u], schedule[step * 3u + 2u],
    counters[2] != 0u, instances[instance],
  );
  let start = instance * ${ROWS}u * COLUMNS;
  let tile = tiles[min(index, tile_count - 1u)];
  let first_row = tile.first_row + place * TILE_ROWS;
  let columns = select(0u, COLUMNS, index < tile_count);

  //@ for i in 0..R
  let row$i = min(first_row + ${i}u, tile.rows - 1u);
  var a$i = start + (tile.a + row$i) * COLUMNS + local.x;
  //@ if PAIRED
  var c$i = start + (tile.a2 + row$i) * COLUMNS + local.x;
  //@ end
  var bias$i = 0.0;
  //@ end
  //@ for q in 0..CQ
  //@ for k in 0..LOADS
  let column${q}_$k = tile.first_column + (${q}u * 4u + (${k}u ^ place));
  var b${q}_$k = start + select(${ZERO}u, tile.b + column${q}_$k, column${q}_$k < tile.columns) * COLUMNS + local.x;
  //@ if PAIRED
  var d${q}_$k = start + select(${ZERO}u, tile.b2 + column${q}_$k, column${q}_$k < tile.columns) * COLUMNS + local.x;
  //@ end
  //@ end
  //@ for k in 0..4
  //@ for i in 0..R
  var g${i}_${q}_$k = 0.0;
  //@ end
  //@ end
  //@ end
  for (var column = local.x; column < columns; column += SPLIT) {
    //@ for i in 0..R
    let x$i = activations[a$i];
    a$i += SPLIT;
    bias$i += dot(x$i, vec4f(1.0));
    //@ end
    //@ for q in 0..CQ
    //@ for k in 0..LOADS
    let y${q}_$k = activations[b${q}_$k];
    b${q}_$k += SPLIT;
    //@ end
    //@ if QUAD_SWAPS
    let y${q}_1 = quadSwapX(y${q}_0);
    let y${q}_2 = quadSwapY(y${q}_0);
    let y${q}_3 = quadSwapDiagonal(y${q}_0);
    //@ end
    //@ for k in 0..4
    //@ for i in 0..R
    g${i}_${q}_$k += dot(x$i, y${q}_$k);
    //@ end
    //@ end
    //@ end
    //@ if PAIRED
    //@ for i in 0..R
    let u$i = activations[c$i];
    c$i += SPLIT;
    //@ end
    //@ for q in 0..CQ
    //@ for k in 0..LOADS
    let v${q}_$k = activations[d${q}_$k];
    d${q}_$k += SPLIT;
    //@ end
    //@ if QUAD_SWAPS
    let v${q}_1 = quadSwapX(v${q}_0);
    let v${q}_2 = quadSwapY(v${q}_0);
    let v${q}_3 = quadSwapDiagonal(v${q}_0);
    //@ end
    //@ for k in 0..4
    //@ for i in 0..R
    g${i}_${q}_$k += dot(u$i, v${q}_$k);
    //@ end
    //@ end
    //@ end
    //@ end
  }

  //@ if SHARED
  let mine = (local.y * SPLIT + local.x) * TILE_SIZE;
  //@ for i in 0..R
  //@ for q in 0..CQ
  //@ for k in 0..4
  partial[mine + ${i}u * (TILE_COLUMNS + 1u) + ${q}u * 4u + ${k}u] = g${i}_${q}_$k;
  //@ end
  //@ end
  partial[mine + ${i}u * (TILE_COLUMNS + 1u) + TILE_COLUMNS] = bias$i;
  //@ end
  workgroupBarrier();
  for (var e = local.x; e < TILE_SIZE; e += SPLIT) {
    var sum = 0.0;
    for (var s = 0u; s < SPLIT; s++) { sum += partial[(local.y * SPLIT + s) * TILE_SIZE + e]; }
    if (index < tile_count) { finish(tile, first_row, place, e, sum, update); }
  }
  //@ else
  if (index < tile_count) {
    var sums: array<f32, TILE_SIZE>;
    //@ for i in 0..R
    //@ for q in 0..CQ
    //@ for k in 0..4
    sums[${i}u * (TILE_COLUMNS + 1u) + ${q}u * 4u + ${k}u] = g${i}_${q}_$k;
    //@ end
    //@ end
    sums[${i}u * (TILE_COLUMNS + 1u) + TILE_COLUMNS] = bias$i;
    //@ end
    for (var e = 0u; e < TILE_SIZE; e++) { finish(tile, first_row, place, e, sums[e], update); }
  }
  //@ end

  if (index == tile_count && local.x == 0u && place == 0u) {
    var sum = vec4f(0.0);
    for (var column = 0u; column < COLUMNS; column++) { sum += activations[start + ${LOSS}u * COLUMNS + column]; }
    losses[(step % (arrayLength(&losses) / grid.y)) * grid.y + instance] = (sum.x + sum.y) + (sum.z + sum.w);
    if (instance == 0u) { counters[0] = step + 1u; }
  }
}
