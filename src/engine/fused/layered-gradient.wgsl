// Weight gradients and AdamW of one step, for every trainable tensor of every instance.
//
// Every gradient of every model here is a product of two blocks of activation rows, summed over the batch:
//   ∂loss/∂T[r, c] = Σ_b a[r, b]·b[c, b] (+ Σ_b a2[r, b]·b2[c, b] where a tensor is used twice), bias_r = Σ_b a[r, b]·1.
// An invocation owns a tile of one tensor (stages/gradient-tile.wgsl), the rows' biases with the first of them, and sums
// over the batch in a fixed order: with SPLIT = 1 alone; else SPLIT neighbours take every SPLIT-th group of four samples
// and their partial sums are added in order, from workgroup storage. No atomics: equal bits in every run. The Adam
// update (stages/adam.wgsl) is the epilogue, so a gradient never reaches memory.
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

// Rows of `activations` (a2, b2 NONE: used once); the place in its tensor of the SHARE tiles below each other; first parameter
// of the tensor and of its bias (NONE: none). As layered-plan.ts writes it.
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

// What becomes of a tile's sums.
struct Epilogue { instance: u32, first_row: u32, place: u32, gradient_only: bool, update: Update }

fn take_step(parameter: u32, g: f32, end: Epilogue) {
  let p = end.instance * PARAMETERS + parameter;
  let first = end.instance * 2u * TRAINABLE + parameter;
  let second = first + TRAINABLE;
  if (end.gradient_only) { moments[first] = g; return; }
  let after = adam(Adam(parameters[p], moments[first], moments[second]), g, end.update);
  moments[first] = after.mu;
  moments[second] = after.nu;
  parameters[p] = after.parameter;
}

// element e of the tile: a weight or a bias, unless it lies outside the tensor
fn finish(tile: Tile, e: u32, g: f32, end: Epilogue) {
  let row = end.first_row + e / (TILE_COLUMNS + 1u);
  let nth = e % (TILE_COLUMNS + 1u);
  if (row >= tile.rows) { return; }
  if (nth < TILE_COLUMNS) {
    let column = tile.first_column + (nth ^ end.place);
    if (column < tile.columns) { take_step(tile.parameter + row * tile.columns + column, g, end); }
  } else if (tile.first_column == 0u && tile.bias != NONE) { take_step(tile.bias + row, g, end); }
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
  let start = instance * ${ROWS}u * COLUMNS;
  let tile = tiles[min(index, tile_count - 1u)];
  let first_row = tile.first_row + place * TILE_ROWS;
  let columns = select(0u, COLUMNS, index < tile_count);
  let end = Epilogue(instance, first_row, place, counters[2] != 0u, update_at(step, instances[instance]));

  sum_tile(tile, local.y, first_row, place, start, local.x, columns);
//@ if SHARED
  workgroupBarrier();
//@ end
  for (var e = local.x; e < TILE_SIZE; e += SPLIT) {
    if (index < tile_count) { finish(tile, e, tile_sum(local.y, e), end); }
  }

  if (index == tile_count && local.x == 0u && place == 0u) {
    var sum = vec4f(0.0);
    for (var column = 0u; column < COLUMNS; column++) { sum += activations[start + ${LOSS}u * COLUMNS + column]; }
    losses[(step % (arrayLength(&losses) / grid.y)) * grid.y + instance] = (sum.x + sum.y) + (sum.z + sum.w);
    if (instance == 0u) { counters[0] = step + 1u; }
  }
}
