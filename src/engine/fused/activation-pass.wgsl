// What both kernels of the activation pass begin with (narrow-activations.wgsl, layered-activations.wgsl): a step's
// forward and backward over the activations of every sample, up to the products that layered-gradient.wgsl sums.
// One invocation owns LANES consecutive samples of one instance.
//
// bindings  0 parameters [i, P] f32            3 task_table [i, TABLE] u32 (feature-law.wgsl)
//           1 activations [i, row, column]     4 counters [2]: this step; copied for the gradient pass
//           2 instances [i]
// workgroup WORKGROUP invocations (adapter table): no memory is shared, the size only sets the scheduling grain.
// grid      (COLUMNS / WORKGROUP, i): the batch is padded to whole workgroups

struct Instance { data_seed: u32, optimiser: array<f32, 7> } // layered-gradient.wgsl names the rest

@group(0) @binding(0) var<storage, read> parameters: array<f32>;
@group(0) @binding(1) var<storage, read_write> activations: array<Samples>;
@group(0) @binding(2) var<storage, read> instances: array<Instance>;
@group(0) @binding(3) var<storage, read> task_table: array<u32>;
@group(0) @binding(4) var<storage, read_write> counters: array<u32>;

override WORKGROUP: u32 = 64;
override BRANCH_SCALE: f32 = 1.0;

//@ if LANES4
alias Samples = vec4f;
alias Mask = vec4<bool>;
alias Classes = vec4u;
//@ else
alias Samples = f32;
alias Mask = bool;
alias Classes = u32;
//@ end

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

fn relu(a: Samples) -> Samples { return select(a, Samples(0.0), a < Samples(0.0)); } // keeps NaN: divergence must show

// gradient through the output's σ, at pre-activation a
fn gated(gradient: Samples, a: Samples) -> Samples {
//@ if OUTPUT_RELU
  return select(Samples(0.0), gradient, a > Samples(0.0));
//@ else
  return gradient;
//@ end
}

fn output_of(a: Samples) -> Samples {
//@ if OUTPUT_RELU
  return relu(a);
//@ else
  return a;
//@ end
}

// 1 / B for samples of the batch, 0 for padding
fn weight_of(first_sample: u32) -> Samples {
//@ if LANES4
  let present = vec4u(first_sample) + vec4u(0u, 1u, 2u, 3u) < vec4u(BATCH);
//@ else
  let present = first_sample < BATCH;
//@ end
  return select(Samples(0.0), Samples(1.0 / f32(BATCH)), present);
}

fn put(index: u32, lane: u32, value: f32) {
//@ if LANES4
  activations[index][lane] = value;
//@ else
  activations[index] = value;
//@ end
}

//@ if CROSS_ENTROPY
// Recall: sample b shows key b.
fn keys_of(first_sample: u32) -> Classes {
//@ if LANES4
  return min(vec4u(first_sample) + vec4u(0u, 1u, 2u, 3u), vec4u(FEATURES - 1u));
//@ else
  return min(first_sample, FEATURES - 1u);
//@ end
}

fn classes_of(first_sample: u32, table: u32) -> Classes {
  let entry = vec4u(table + 2u * ENTRIES) + vec4u(keys_of(first_sample));
//@ if LANES4
  return vec4u(task_table[entry.x], task_table[entry.y], task_table[entry.z], task_table[entry.w]);
//@ else
  return task_table[entry.x];
//@ end
}

// Entry j of each sample's own row of a matrix.
fn entries(starts: Classes, j: u32) -> Samples {
//@ if LANES4
  return vec4f(parameters[starts.x + j], parameters[starts.y + j], parameters[starts.z + j], parameters[starts.w + j]);
//@ else
  return parameters[starts + j];
//@ end
}
//@ end
