// The activation pass: a step's forward and backward over the activations of every sample, up to the products that
// layered-gradient.wgsl sums (science/models/{autoencoder,residual}.ts, science/training/task-loss.ts). One invocation owns
// LANES consecutive samples of one instance and never talks to another, so there is no barrier. Its stages come in two kinds:
//   stages/narrow: models whose width fits registers; weights stream past vectors held there.
//   stages/plain: every model, at any width and depth: vectors live in rows of `activations`. The narrow one's reference.
// Both give the same numbers up to the order of sums.
//
// bindings  0 parameters [i, P] f32            3 task_table [i, TABLE] u32 (stages/feature-law.wgsl)
//           1 activations [i, row, column]     4 counters [2]: this step; copied for the gradient pass
//           2 instances [i]
// workgroup WORKGROUP invocations (tuning.ts): no memory is shared, the size only sets the scheduling grain.
// grid      (COLUMNS / WORKGROUP, i): the batch is padded to whole workgroups

@group(0) @binding(0) var<storage, read> parameters: array<f32>;
@group(0) @binding(1) var<storage, read_write> activations: array<Samples>;
@group(0) @binding(2) var<storage, read> instances: array<Instance>;
@group(0) @binding(3) var<storage, read> task_table: array<u32>;
@group(0) @binding(4) var<storage, read_write> counters: array<u32>;

override WORKGROUP: u32 = 64;
override BRANCH_SCALE: f32 = 1.0;

const LANES = ${LANES}u;
const COLUMNS = ${COLUMNS}u; // groups of LANES samples, padding included
const BATCH = ${BATCH}u;
const FEATURES = ${FEATURES}u;
const OUTPUTS = ${OUTPUTS}u; // FEATURES; bench/step-parts.ts leaves the read-out away
const WIDTH = ${WIDTH}u;
const NEURONS = ${NEURONS}u;
const DEPTH = ${DEPTH}u;
const PARAMETERS = ${PARAMETERS}u;
const TABLE = ${TABLE}u;
const ENTRIES = ${ENTRIES}u; // rows of the sampling table

// Where an invocation's own begins: its cell of row 0 of `activations`, its instance's parameters and task table, its samples.
struct Own { cells: u32, parameters: u32, table: u32, first_sample: u32, step: u32, seed: u32 }

fn cell(own: Own, row: u32) -> u32 { return own.cells + row * COLUMNS; }

fn put(index: u32, lane: u32, value: f32) {
//@ if LANES4
  activations[index][lane] = value;
//@ else
  activations[index] = value;
//@ end
}

fn importance_of(own: Own, f: u32) -> f32 { return bitcast<f32>(task_table[own.table + 2u * ENTRIES + f]); }

@compute @workgroup_size(WORKGROUP)
fn step_activations(
  @builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) local: u32,
//@ if QUAD_SWAPS
  @builtin(subgroup_invocation_id) lane: u32,
//@ end
) {
  let step = counters[0];
  if (id.x == 0u && id.y == 0u) { counters[1] = step; }
  let own = Own(id.y * ${ROWS}u * COLUMNS + id.x, id.y * PARAMETERS, id.y * TABLE, id.x * LANES, step, instances[id.y].data_seed);
//@ if NARROW
//@ if QUAD_SWAPS
  place = lane & 3u;
//@ else
//@ if LANES4
  place = local & 3u;
//@ end
//@ end
  let q = forward(own, embedded(own));
//@ if STORES_READ
  store_chunk(own, ${READ}u, 0u, q);
//@ end
  backward(own, q, read_out(own, q));
//@ else
  embed(own);
  forward(own);
  read_out(own);
  backward(own);
//@ end
}
