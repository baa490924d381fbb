// Weight gradients and AdamW of one step (science/optimiser.ts), for every trainable tensor of every instance.
//
// Every gradient of every model here is a product of two blocks of activation rows, summed over the batch:
//   ∂loss/∂T[r, c] = Σ_b a[r, b]·b[c, b] (+ Σ_b a2[r, b]·b2[c, b] where a tensor is used twice), bias_r = Σ_b a[r, b]·1.
// An invocation owns a tile of TILE_ROWS × TILE_COLUMNS of one tensor, its bias as one column more, and sums over the
// batch in a fixed order: with SPLIT = 1 alone; else SPLIT neighbours take every SPLIT-th group of four samples and
// their partial sums are added in order, from workgroup storage. No atomics: equal bits in every run. The Adam update
// is the epilogue, so a gradient never reaches memory.
//
// bindings  0 parameters [i, P] f32            4 tiles [tile]
//           1 activations [i, row, column] vec4f (columns of four samples)
//           2 instances [i]                    5 schedule [t, 3] f32 (science/schedule.ts)
//           3 moments [i, 2, P_trainable] f32  6 counters [3]; the last, not 0: tests want
//                                                the gradient in the first moment, and no update
//                                              7 losses [t mod RING, i] f32
// workgroup (SPLIT, SIDE): software adapters SPLIT = 1, SIDE small, large tiles, no barrier; GPUs 16 × 16 threads of
//           4 × 4 tiles, where neighbours read neighbouring samples and 256 partial tiles fill 16 KiB.
// grid      (⌈(tiles + 1) / SIDE⌉, i); the last tile sums the loss and moves the step counter.

struct Instance {
  data_seed: u32, learning_rate: f32, weight_decay: f32, epsilon: f32,
  beta1: f32, rest1: f32, beta2: f32, rest2: f32, // rest = 1 − beta, rounded once
}
// Rows of `activations`; the tile's place in its tensor; first parameter of the tensor and of its bias (NONE: none).
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
const TILE_SIZE = TILE_ROWS * TILE_COLUMNS;
const SPLIT = ${SPLIT}u;
const SIDE = ${SIDE}u;

//@ if SHARED
var<workgroup> partial: array<f32, ${PARTIALS}>;
//@ end

struct Update { instance: u32, decay: f32, step_size: f32, correction2: f32, gradient_only: bool }

fn adam(parameter: u32, g: f32, update: Update) {
  let p = update.instance * PARAMETERS + parameter;
  let first = update.instance * 2u * TRAINABLE + parameter;
  let second = first + TRAINABLE;
  if (update.gradient_only) { moments[first] = g; return; }
  let own = instances[update.instance];
  let mu = own.beta1 * moments[first] + own.rest1 * g;
  let nu = own.beta2 * moments[second] + own.rest2 * g * g;
  moments[first] = mu;
  moments[second] = nu;
  parameters[p] = parameters[p] * update.decay - update.step_size * mu / (sqrt(nu * update.correction2) + own.epsilon);
}

// element e of a tile: its weight or bias, unless it lies outside the tensor
fn finish(tile: Tile, e: u32, g: f32, update: Update) {
  let row = tile.first_row + e / TILE_COLUMNS;
  let column = tile.first_column + e % TILE_COLUMNS;
  if (row >= tile.rows) { return; }
  if (column < tile.columns) { adam(tile.parameter + row * tile.columns + column, g, update); }
  else if (column == tile.columns && tile.bias != NONE) { adam(tile.bias + row, g, update); }
}

@compute @workgroup_size(${SPLIT}, ${SIDE})
fn step_gradient(
  @builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u,
  @builtin(num_workgroups) grid: vec3u,
) {
  let instance = group.y;
  let tile_count = arrayLength(&tiles);
  let index = group.x * SIDE + local.y;
  let step = counters[1];
  let s = schedule[step * 3u];
  let rate = instances[instance].learning_rate * s;
  let update = Update(
    instance, 1.0 - rate * instances[instance].weight_decay, rate * schedule[step * 3u + 1u], schedule[step * 3u + 2u],
    counters[2] != 0u,
  );
  let start = instance * ${ROWS}u * COLUMNS;
  let tile = tiles[min(index, tile_count - 1u)];

  //@ for i in 0..R
  let row$i = min(tile.first_row + ${i}u, tile.rows - 1u);
  var a$i = start + (tile.a + row$i) * COLUMNS + local.x;
  //@ if PAIRED
  var c$i = start + (tile.a2 + row$i) * COLUMNS + local.x;
  //@ end
  //@ end
  //@ for j in 0..C
  let column$j = tile.first_column + ${j}u;
  let inside$j = column$j < tile.columns;
  var b$j = start + select(${ONES}u, tile.b + column$j, inside$j) * COLUMNS + local.x;
  //@ if PAIRED
  var d$j = start + select(${ZERO}u, tile.b2 + column$j, inside$j) * COLUMNS + local.x;
  //@ end
  //@ end
  //@ for i in 0..R
  //@ for j in 0..C
  var g${i}_$j = 0.0;
  //@ end
  //@ end
  for (var column = local.x; column < COLUMNS; column += SPLIT) {
    //@ for i in 0..R
    let x$i = activations[a$i];
    a$i += SPLIT;
    //@ end
    //@ for j in 0..C
    let y$j = activations[b$j];
    b$j += SPLIT;
    //@ for i in 0..R
    g${i}_$j += dot(x$i, y$j);
    //@ end
    //@ end
    //@ if PAIRED
    //@ for i in 0..R
    let u$i = activations[c$i];
    c$i += SPLIT;
    //@ end
    //@ for j in 0..C
    let v$j = activations[d$j];
    d$j += SPLIT;
    //@ for i in 0..R
    g${i}_$j += dot(u$i, v$j);
    //@ end
    //@ end
    //@ end
  }

  //@ if SHARED
  let mine = (local.y * SPLIT + local.x) * TILE_SIZE;
  //@ for i in 0..R
  //@ for j in 0..C
  partial[mine + ${i}u * TILE_COLUMNS + ${j}u] = g${i}_$j;
  //@ end
  //@ end
  workgroupBarrier();
  for (var e = local.x; e < TILE_SIZE; e += SPLIT) {
    var sum = 0.0;
    for (var s = 0u; s < SPLIT; s++) { sum += partial[(local.y * SPLIT + s) * TILE_SIZE + e]; }
    if (index < tile_count) { finish(tile, e, sum, update); }
  }
  //@ else
  if (index < tile_count) {
    var sums: array<f32, TILE_SIZE>;
    //@ for i in 0..R
    //@ for j in 0..C
    sums[${i}u * TILE_COLUMNS + ${j}u] = g${i}_$j;
    //@ end
    //@ end
    for (var e = 0u; e < TILE_SIZE; e++) { finish(tile, e, sums[e], update); }
  }
  //@ end

  if (index == tile_count && local.x == 0u) {
    var sum = vec4f(0.0);
    for (var column = 0u; column < COLUMNS; column++) { sum += activations[start + ${LOSS}u * COLUMNS + column]; }
    losses[(step % (arrayLength(&losses) / grid.y)) * grid.y + instance] = (sum.x + sum.y) + (sum.z + sum.w);
    if (instance == 0u) { counters[0] = step + 1u; }
  }
}
