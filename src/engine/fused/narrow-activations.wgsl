// Forward and backward over the activations of one step for models whose width fits registers: the same numbers as
// layered-activations.wgsl (its plain version, up to the order of sums), which covers every other model.
//
// One invocation owns V·LANES consecutive samples and keeps every vector over the width in registers, unrolled: a weight
// is loaded once per V·LANES multiply-adds. The read-out uses each loaded row of U twice: for the output, and for its
// way back. Recall's softmax is taken on the fly: Σ_f e^{z_f − M} and Σ_f e^{z_f − M} U_f run beside each other, so that
// no logit is stored (n² of them). M is the right answer's logit, so that the sum holds e⁰; only where another leads it
// by more than LEAD are the sums taken again, with M = that one. (Rescaling as M rises cost twice the time here.)
//
// Serves: autoencoders and residual models with squared error; recall when U is frozen, unbiased and linear.
//
// bindings  0 parameters [i, P] f32            3 task_table [i, TABLE] u32 (feature-law.wgsl)
//           1 activations [i, row, column]     4 counters [2]: this step; copied for the gradient pass
//           2 instances [i]
// workgroup WORKGROUP invocations (adapter table): nothing is shared, the size only sets the scheduling grain.
// grid      (⌈COLUMNS / V / WORKGROUP⌉, i)

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
const COLUMNS = ${COLUMNS}u; // groups of LANES samples, padding included; a multiple of V
const BATCH = ${BATCH}u;
const FEATURES = ${FEATURES}u;
const WIDTH = ${WIDTH}u;
const NEURONS = ${NEURONS}u;
const DEPTH = ${DEPTH}u;
const PARAMETERS = ${PARAMETERS}u;
const TABLE = ${TABLE}u;
const ENTRIES = ${ENTRIES}u; // rows of the sampling table
const LEAD = 60.0; // n·e^60 stays far inside f32

fn relu(a: Samples) -> Samples { return select(a, Samples(0.0), a < Samples(0.0)); } // keeps NaN: divergence must show

fn present(first_sample: u32) -> Mask {
//@ if LANES4
  return vec4u(first_sample) + vec4u(0u, 1u, 2u, 3u) < vec4u(BATCH);
//@ else
  return first_sample < BATCH;
//@ end
}

//@ if SKIPPING
fn put(index: u32, lane: u32, value: f32) {
//@ if LANES4
  activations[index][lane] = value;
//@ else
  activations[index] = value;
//@ end
}
//@ end

//@ if RECALL
fn key_of(sample: u32) -> u32 { return min(sample, FEATURES - 1u); }
//@ end

@compute @workgroup_size(WORKGROUP)
fn step_activations(@builtin(global_invocation_id) id: vec3u) {
  let step = counters[0];
  if (id.x == 0u && id.y == 0u) { counters[1] = step; }
  let column = id.x * ${V}u;
  if (column >= COLUMNS) { return; }
  let cell = id.y * ${ROWS}u * COLUMNS + column; // row 0 of this invocation
  let own = id.y * PARAMETERS;
  let table = id.y * TABLE;
  let first_sample = column * LANES;
  let seed = instances[id.y].data_seed;
  //@ for v in 0..V
  let weight$v = select(Samples(0.0), Samples(1.0 / f32(BATCH)), present(first_sample + ${v}u * LANES));
  //@ end

  // r_0, or the autoencoder's x W
  //@ for j in 0..D
  //@ for v in 0..V
  var r${j}_$v = Samples(0.0);
  //@ end
  //@ end
//@ if RECALL
  //@ for v in 0..V
  {
    let sample = first_sample + ${v}u * LANES;
    //@ if LANES4
    let e0 = own + ${EMBEDDING}u + key_of(sample) * WIDTH;
    let e1 = own + ${EMBEDDING}u + key_of(sample + 1u) * WIDTH;
    let e2 = own + ${EMBEDDING}u + key_of(sample + 2u) * WIDTH;
    let e3 = own + ${EMBEDDING}u + key_of(sample + 3u) * WIDTH;
    //@ for j in 0..D
    r${j}_$v = vec4f(parameters[e0 + ${j}u], parameters[e1 + ${j}u], parameters[e2 + ${j}u], parameters[e3 + ${j}u]);
    //@ end
    //@ else
    let e0 = own + ${EMBEDDING}u + key_of(sample) * WIDTH;
    //@ for j in 0..D
    r${j}_$v = parameters[e0 + ${j}u];
    //@ end
    //@ end
  }
  //@ end
//@ else
//@ if SKIPPING
  for (var f = 0u; f < FEATURES; f++) {
    //@ for v in 0..V
    activations[cell + (${X}u + f) * COLUMNS + ${v}u] = Samples(0.0);
    //@ end
  }
  let per_gap = bitcast<f32>(task_table[table + 2u * ENTRIES + FEATURES]);
  for (var s = 0u; s < ${V}u * LANES; s++) { // a sample at a time: its present features, and their rows of E
    let at = cell + s / LANES;
    let lane = s % LANES;
    //@ for j in 0..D
    var e$j = 0.0;
    //@ end
    var position = 0u;
    for (var call = 0u; position < FEATURES; call++) {
      var words = philox(vec4u(call, first_sample + s, step, 0u), vec2u(seed, 0u));
      for (var i = 0u; i < 4u && position < FEATURES; i++) {
        let word = words.x;
        words = words.yzwx;
        let gap = gap_of(word, per_gap, table);
        position += gap;
        // No branch around unrolled code: it would cost seconds to compile. Past the last feature x is 0.
        let inside = position < FEATURES;
        let x = select(0.0, value_of(word - task_table[table + gap], task_table[table + ENTRIES + gap]), inside);
        let feature = min(position, FEATURES - 1u);
        if (inside) { put(at + (${X}u + feature) * COLUMNS, lane, x); }
        let row = own + ${EMBEDDING}u + feature * WIDTH;
        //@ for j in 0..D
        e$j += x * parameters[row + ${j}u];
        //@ end
        position += 1u;
      }
    }
    //@ for j in 0..D
    put(at + (${EMBEDDED}u + ${j}u) * COLUMNS, lane, e$j);
    //@ end
  }
  //@ for j in 0..D
  //@ for v in 0..V
  r${j}_$v = activations[cell + (${EMBEDDED}u + ${j}u) * COLUMNS + ${v}u];
  //@ end
  //@ end
//@ else
  for (var f = 0u; f < FEATURES; f++) {
    let bound = task_table[table + f];
    //@ if SETS
    let first_word = task_table[table + ENTRIES + f]; // of those of its set's that mean this feature
    let scale = 0x20000000u; // 2^24·32: the value's interval is every word
    //@ else
    let scale = task_table[table + ENTRIES + f];
    //@ end
    let power = 1u << (scale & 31u);
    let reciprocal = scale >> 5u;
    let low = reciprocal & 0xffffu;
    let high = reciprocal >> 16u;
    //@ for v in 0..V
    let words$v = philox(vec4u(f, (first_sample + ${v}u * LANES) >> 2u, step, 0u), vec2u(seed, 0u));
    //@ if SETS
    let choice$v = philox(vec4u(FEATURES + f / ${SET_SIZE}u, (first_sample + ${v}u * LANES) >> 2u, step, 0u), vec2u(seed, 0u)) - vec4u(first_word);
    //@ else
    let choice$v = words$v;
    //@ end
    //@ if LANES4
    let x$v = select(vec4f(0.0), vec4f(
      value_by(words$v.x, power, low, high), value_by(words$v.y, power, low, high),
      value_by(words$v.z, power, low, high), value_by(words$v.w, power, low, high),
    ), choice$v <= vec4u(bound));
    //@ else
    let word$v = words$v[(first_sample + ${v}u) & 3u];
    let x$v = select(0.0, value_by(word$v, power, low, high), choice$v[(first_sample + ${v}u) & 3u] <= bound);
    //@ end
    activations[cell + (${X}u + f) * COLUMNS + ${v}u] = x$v;
    //@ end
    let row = own + ${EMBEDDING}u + f * WIDTH;
    //@ for j in 0..D
    {
      let w = parameters[row + ${j}u];
      //@ for v in 0..V
      r${j}_$v += w * x$v;
      //@ end
    }
    //@ end
  }
//@ end
//@ end

  // q: what is read out; g: its way back
//@ if RESIDUAL
  //@ for j in 0..D
  //@ for v in 0..V
  var q${j}_$v = Samples(0.0);
  //@ end
  //@ end
  for (var l = 0u; l < DEPTH; l++) {
    //@ for j in 0..D
    //@ for v in 0..V
    activations[cell + (${STREAM}u + l * WIDTH + ${j}u) * COLUMNS + ${v}u] = r${j}_$v;
    var t${j}_$v = Samples(0.0); // what layer l writes
    //@ end
    //@ end
    for (var k = 0u; k < NEURONS; k++) {
      let neuron = l * NEURONS + k;
      let row = own + neuron * WIDTH;
      //@ for v in 0..V
      var a$v = Samples(parameters[own + ${BIAS_IN}u + neuron]);
      //@ end
      //@ for j in 0..D
      {
        let w = parameters[row + ${W_IN}u + ${j}u];
        //@ for v in 0..V
        a$v += w * r${j}_$v;
        //@ end
      }
      //@ end
      //@ for v in 0..V
      let value$v = BRANCH_SCALE * relu(a$v);
      activations[cell + (${VALUES}u + neuron) * COLUMNS + ${v}u] = value$v;
      //@ end
      //@ for j in 0..D
      {
        let w = parameters[row + ${W_OUT}u + ${j}u];
        //@ for v in 0..V
        t${j}_$v += w * value$v;
        //@ end
      }
      //@ end
    }
    //@ for j in 0..D
    //@ for v in 0..V
    r${j}_$v += t${j}_$v;
    q${j}_$v += t${j}_$v;
    //@ end
    //@ end
  }
//@ else
  //@ for j in 0..D
  //@ for v in 0..V
  //@ if HIDDEN_RELU
  let q${j}_$v = relu(r${j}_$v);
  //@ else
  let q${j}_$v = r${j}_$v;
  //@ end
  //@ end
  //@ end
//@ end

//@ if STORES_READ
  //@ for j in 0..D
  //@ for v in 0..V
  activations[cell + (${READ}u + ${j}u) * COLUMNS + ${v}u] = q${j}_$v;
  //@ end
  //@ end
//@ end

  //@ for j in 0..D
  //@ for v in 0..V
  var g${j}_$v = Samples(0.0);
  //@ end
  //@ end
  //@ for v in 0..V
  var loss$v = Samples(0.0);
  //@ end
//@ if CROSS_ENTROPY
  //@ for v in 0..V
  let class$v = class_of(first_sample + ${v}u * LANES, table);
  var hit$v = Samples(0.0); // the right answer's logit
  //@ if LANES4
  let u0_$v = own + ${UNEMBEDDING}u + class$v.x * WIDTH;
  let u1_$v = own + ${UNEMBEDDING}u + class$v.y * WIDTH;
  let u2_$v = own + ${UNEMBEDDING}u + class$v.z * WIDTH;
  let u3_$v = own + ${UNEMBEDDING}u + class$v.w * WIDTH;
  //@ for j in 0..D
  hit$v += q${j}_$v * vec4f(parameters[u0_$v + ${j}u], parameters[u1_$v + ${j}u], parameters[u2_$v + ${j}u], parameters[u3_$v + ${j}u]);
  //@ end
  //@ else
  let u0_$v = own + ${UNEMBEDDING}u + class$v * WIDTH;
  //@ for j in 0..D
  hit$v += q${j}_$v * parameters[u0_$v + ${j}u];
  //@ end
  //@ end
  var base$v = hit$v;
  var total$v = Samples(0.0);
  //@ end
  var again = true;
  while (again) { // once, unless a wrong answer leads by more than LEAD
    //@ for v in 0..V
    var top$v = base$v;
    total$v = Samples(0.0);
    //@ for j in 0..D
    g${j}_$v = Samples(0.0);
    //@ end
    //@ end
    for (var f = 0u; f < FEATURES; f++) {
      let row = own + ${UNEMBEDDING}u + f * WIDTH;
      //@ for v in 0..V
      var z$v = Samples(0.0);
      //@ end
      //@ for j in 0..D
      let u$j = parameters[row + ${j}u];
      //@ for v in 0..V
      z$v += u$j * q${j}_$v;
      //@ end
      //@ end
      //@ for v in 0..V
      let e$v = exp(z$v - base$v);
      total$v += e$v;
      top$v = max(top$v, z$v);
      //@ end
      //@ for j in 0..D
      //@ for v in 0..V
      g${j}_$v += u$j * e$v;
      //@ end
      //@ end
    }
    again = false;
    //@ for v in 0..V
    again = again || above(top$v, base$v + LEAD);
    base$v = select(base$v, top$v, top$v > base$v + LEAD); // a sample that does not lead repeats its own bits
    //@ end
  }
  //@ for v in 0..V
  {
    loss$v = weight$v * (log(total$v) + (base$v - hit$v));
    let inverse = Samples(1.0) / total$v;
    //@ for j in 0..D
    //@ if LANES4
    let right$j = vec4f(parameters[u0_$v + ${j}u], parameters[u1_$v + ${j}u], parameters[u2_$v + ${j}u], parameters[u3_$v + ${j}u]);
    //@ else
    let right$j = parameters[u0_$v + ${j}u];
    //@ end
    g${j}_$v = weight$v * (g${j}_$v * inverse - right$j);
    //@ end
  }
  //@ end
//@ else
  for (var f = 0u; f < FEATURES; f++) {
    let row = own + ${UNEMBEDDING}u + f * WIDTH;
    let importance = bitcast<f32>(task_table[table + 2u * ENTRIES + f]);
    //@ for v in 0..V
    //@ if OUTPUT_BIAS
    var a$v = Samples(parameters[own + ${BIAS}u + f]);
    //@ else
    var a$v = Samples(0.0);
    //@ end
    //@ end
    //@ for j in 0..D
    let u$j = parameters[row + ${j}u];
    //@ for v in 0..V
    a$v += u$j * q${j}_$v;
    //@ end
    //@ end
    //@ for v in 0..V
    let x$v = activations[cell + (${X}u + f) * COLUMNS + ${v}u];
    //@ if OF_NEIGHBOURS
    let wanted$v = answer(x$v, activations[cell + (${X}u + (f + 1u) % FEATURES) * COLUMNS + ${v}u]);
    //@ else
    let wanted$v = answer(x$v, x$v);
    //@ end
    //@ if OUTPUT_RELU
    let error$v = relu(a$v) - wanted$v;
    //@ else
    let error$v = a$v - wanted$v;
    //@ end
    let weighted$v = weight$v * (importance * error$v);
    loss$v += weighted$v * error$v;
    //@ if OUTPUT_RELU
    let back$v = select(Samples(0.0), 2.0 * weighted$v, a$v > Samples(0.0));
    //@ else
    let back$v = 2.0 * weighted$v;
    //@ end
    //@ if STORES_READ
    activations[cell + (${ERROR}u + f) * COLUMNS + ${v}u] = back$v;
    //@ end
    //@ end
    //@ for j in 0..D
    //@ for v in 0..V
    g${j}_$v += u$j * back$v;
    //@ end
    //@ end
  }
//@ end
  //@ for v in 0..V
  activations[cell + ${LOSS}u * COLUMNS + ${v}u] = loss$v;
  //@ end

//@ if RESIDUAL
  //@ if TRAINED_EMBEDDING
  //@ for j in 0..D
  //@ for v in 0..V
  let read${j}_$v = g${j}_$v; // r_0 is not read out: subtracted at the end
  //@ end
  //@ end
  //@ end
  for (var up = 0u; up < DEPTH; up++) {
    let l = DEPTH - 1u - up;
    //@ for j in 0..D
    //@ for v in 0..V
    activations[cell + (${BACKS}u + (l + 1u) * WIDTH + ${j}u) * COLUMNS + ${v}u] = g${j}_$v;
    var t${j}_$v = Samples(0.0);
    //@ end
    //@ end
    for (var k = 0u; k < NEURONS; k++) {
      let neuron = l * NEURONS + k;
      let row = own + neuron * WIDTH;
      //@ for v in 0..V
      var a$v = Samples(0.0);
      //@ end
      //@ for j in 0..D
      {
        let w = parameters[row + ${W_OUT}u + ${j}u];
        //@ for v in 0..V
        a$v += w * g${j}_$v;
        //@ end
      }
      //@ end
      //@ for v in 0..V
      let fired$v = activations[cell + (${VALUES}u + neuron) * COLUMNS + ${v}u] > Samples(0.0);
      let back$v = select(Samples(0.0), BRANCH_SCALE * a$v, fired$v);
      activations[cell + (${NEURON_BACK}u + neuron) * COLUMNS + ${v}u] = back$v;
      //@ end
      //@ for j in 0..D
      {
        let w = parameters[row + ${W_IN}u + ${j}u];
        //@ for v in 0..V
        t${j}_$v += w * back$v;
        //@ end
      }
      //@ end
    }
    //@ for j in 0..D
    //@ for v in 0..V
    g${j}_$v += t${j}_$v;
    //@ end
    //@ end
  }
  //@ if TRAINED_EMBEDDING
  //@ for j in 0..D
  //@ for v in 0..V
  activations[cell + (${BACKS}u + ${j}u) * COLUMNS + ${v}u] = g${j}_$v - read${j}_$v;
  //@ end
  //@ end
  //@ end
//@ else
  //@ for j in 0..D
  //@ for v in 0..V
  //@ if HIDDEN_RELU
  activations[cell + (${BACK}u + ${j}u) * COLUMNS + ${v}u] = select(Samples(0.0), g${j}_$v, q${j}_$v > Samples(0.0));
  //@ else
  activations[cell + (${BACK}u + ${j}u) * COLUMNS + ${v}u] = g${j}_$v;
  //@ end
  //@ end
  //@ end
//@ end
}

//@ if CROSS_ENTROPY
fn above(a: Samples, b: Samples) -> bool {
//@ if LANES4
  return any(a > b);
//@ else
  return a > b;
//@ end
}

fn class_of(sample: u32, table: u32) -> Classes {
  let entry = table + 2u * ENTRIES;
//@ if LANES4
  return vec4u(
    task_table[entry + key_of(sample)], task_table[entry + key_of(sample + 1u)],
    task_table[entry + key_of(sample + 2u)], task_table[entry + key_of(sample + 3u)],
  );
//@ else
  return task_table[entry + key_of(sample)];
//@ end
}
//@ end
