// Forward and backward over the activations of one step for models whose width fits registers: the same numbers as
// layered-activations.wgsl (its plain version, up to the order of sums), which covers every other model.
//
// An invocation keeps every vector over the width in registers, unrolled, and streams the rows of the weights past
// them, four at a time: four independent chains of sums, each register fetched once for four products. The rows of W_in
// and W_out, and of U, are used twice while they are there: for what they read and for what they write.
//
// On software adapters a load costs as much as ten multiply-adds. There the four invocations of a quad, which run as
// one SIMD group, load one row each and hand it round: invocation q of the quad takes the four rows in the order q, q^1,
// q^2, q^3. Without the `subgroups` feature each loads all four in that order: dearer, the same bits.
// Measured on SwiftShader, per weight and 16 samples: 30 ns a row at a time, 20 ns four rows, 11.5 ns handed round.
//
// Recall's softmax is taken on the fly: Σ_f e^{z_f − M} and Σ_f e^{z_f − M} U_f run beside each other, so that no logit
// is stored (n² of them). M is the right answer's logit, so that the sum holds e⁰; only where another leads it by more
// than LEAD are the sums taken again, with M = that one. (Rescaling as M rises cost twice the time here.)
//
// Serves: autoencoders and residual models with squared error; recall when U is frozen, unbiased and linear.
// Bindings, workgroup and grid: activation-pass.wgsl, which stands before this text.

const LEAD = 60.0; // n·e^60 stays far inside f32

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

@compute @workgroup_size(WORKGROUP)
fn step_activations(
  @builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) local: u32,
//@ if QUAD_SWAPS
  @builtin(subgroup_invocation_id) lane: u32,
//@ end
) {
//@ if QUAD_SWAPS
  place = lane & 3u;
//@ else
//@ if LANES4
  place = local & 3u;
//@ end
//@ end
  let step = counters[0];
  if (id.x == 0u && id.y == 0u) { counters[1] = step; }
  let cell = id.y * ${ROWS}u * COLUMNS + id.x; // row 0 of this invocation
  let own = id.y * PARAMETERS;
  let table = id.y * TABLE;
  let first_sample = id.x * LANES;
  let seed = instances[id.y].data_seed;
  let weight = weight_of(first_sample);

  // r_0, or the autoencoder's x W
//@ if RECALL
  // Rows of their own for every sample: four loads an entry, which unrolled took most of the time to compile.
  let keys = own + ${EMBEDDING}u + keys_of(first_sample) * WIDTH;
  var gathered: array<Samples, WIDTH>;
  for (var h = 0u; h < WIDTH; h++) { gathered[h] = entries(keys, h); }
  //@ for j in 0..D
  var r$j = gathered[$j];
  //@ end
//@ else
//@ if SKIPPING
  for (var f = 0u; f < FEATURES; f++) { activations[cell + (${X}u + f) * COLUMNS] = Samples(0.0); }
  let per_gap = bitcast<f32>(task_table[table + 2u * ENTRIES + FEATURES]);
  for (var lane = 0u; lane < LANES; lane++) { // a sample at a time: its present features, and their rows of E
    //@ for j in 0..D
    var e$j = 0.0;
    //@ end
    var position = 0u;
    for (var call = 0u; position < FEATURES; call++) {
      var words = philox(vec4u(call, first_sample + lane, step, 0u), vec2u(seed, 0u));
      for (var i = 0u; i < 4u && position < FEATURES; i++) {
        let word = words.x;
        words = words.yzwx;
        let gap = gap_of(word, per_gap, table);
        position += gap;
        // No branch around unrolled code: it would cost seconds to compile. Past the last feature x is 0.
        let inside = position < FEATURES;
        let x = select(0.0, value_of(word - task_table[table + gap], task_table[table + ENTRIES + gap]), inside);
        let feature = min(position, FEATURES - 1u);
        if (inside) { put(cell + (${X}u + feature) * COLUMNS, lane, x); }
        let row = own + ${EMBEDDING}u + feature * WIDTH;
        //@ for j in 0..D
        e$j += x * parameters[row + ${j}u];
        //@ end
        position += 1u;
      }
    }
    //@ for j in 0..D
    put(cell + (${EMBEDDED}u + ${j}u) * COLUMNS, lane, e$j);
    //@ end
  }
  //@ for j in 0..D
  var r$j = activations[cell + (${EMBEDDED}u + ${j}u) * COLUMNS];
  //@ end
//@ else
  //@ for j in 0..D
  var r$j = Samples(0.0);
  //@ end
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
    let words = philox(vec4u(f, first_sample >> 2u, step, 0u), vec2u(seed, 0u));
    //@ if SETS
    let choice = philox(vec4u(FEATURES + f / ${SET_SIZE}u, first_sample >> 2u, step, 0u), vec2u(seed, 0u)) - vec4u(first_word);
    //@ else
    let choice = words;
    //@ end
    //@ if LANES4
    let x = select(vec4f(0.0), vec4f(
      value_by(words.x, power, low, high), value_by(words.y, power, low, high),
      value_by(words.z, power, low, high), value_by(words.w, power, low, high),
    ), choice <= vec4u(bound));
    //@ else
    let word = words[first_sample & 3u];
    let x = select(0.0, value_by(word, power, low, high), choice[first_sample & 3u] <= bound);
    //@ end
    activations[cell + (${X}u + f) * COLUMNS] = x;
    let row = own + ${EMBEDDING}u + f * WIDTH;
    //@ for j in 0..D
    r$j += parameters[row + ${j}u] * x;
    //@ end
  }
//@ end
//@ end

  // q: what is read out; g: its way back
//@ if RESIDUAL
  //@ for j in 0..D
  var q$j = Samples(0.0);
  //@ end
  for (var l = 0u; l < DEPTH; l++) {
    //@ for j in 0..D
    activations[cell + (${STREAM}u + l * WIDTH + ${j}u) * COLUMNS] = r$j;
    var t$j = Samples(0.0); // what layer l writes
    //@ end
    for (var k = 0u; k < NEURONS; k += 4u) {
      //@ if RAGGED_NEURONS
      let inside = four(k) < vec4u(NEURONS);
      let neuron = l * NEURONS + min(four(k), vec4u(NEURONS - 1u));
      let kept = select(vec4u(${SPARE}u), ${VALUES}u + neuron, inside);
      //@ else
      let neuron = four(l * NEURONS + k);
      let kept = ${VALUES}u + neuron;
      //@ end
      let into = own + ${W_IN}u + neuron * WIDTH;
      let out = own + ${W_OUT}u + neuron * WIDTH;
      let bias = weights(own + ${BIAS_IN}u + neuron, 0u);
      //@ for u in 0..4
      var a$u = Samples(bias[$u]);
      //@ end
      //@ for j in 0..D
      let in$j = weights(into, ${j}u);
      //@ for u in 0..4
      a$u += in$j[$u] * r$j;
      //@ end
      //@ end
      //@ for u in 0..4
      //@ if RAGGED_NEURONS
      let value$u = select(Samples(0.0), BRANCH_SCALE * relu(a$u), inside[$u]);
      //@ else
      let value$u = BRANCH_SCALE * relu(a$u);
      //@ end
      activations[cell + kept[$u] * COLUMNS] = value$u;
      //@ end
      //@ for j in 0..D
      let out$j = weights(out, ${j}u);
      t$j = t$j + out$j[0] * value0 + out$j[1] * value1 + out$j[2] * value2 + out$j[3] * value3;
      //@ end
    }
    //@ for j in 0..D
    r$j += t$j;
    q$j += t$j;
    //@ end
  }
//@ else
  //@ for j in 0..D
  //@ if HIDDEN_RELU
  let q$j = relu(r$j);
  //@ else
  let q$j = r$j;
  //@ end
  //@ end
//@ end
//@ if STORES_READ
  //@ for j in 0..D
  activations[cell + (${READ}u + ${j}u) * COLUMNS] = q$j;
  //@ end
//@ end

  //@ for j in 0..D
  var g$j = Samples(0.0);
  //@ end
//@ if CROSS_ENTROPY
  let right = own + ${UNEMBEDDING}u + classes_of(first_sample, table) * WIDTH;
  var hit = Samples(0.0); // the right answer's logit
  var read: array<Samples, WIDTH>;
  //@ for j in 0..D
  read[$j] = q$j;
  //@ end
  for (var h = 0u; h < WIDTH; h++) {
    gathered[h] = entries(right, h);
    hit += read[h] * gathered[h];
  }
  var base = hit;
  var total = Samples(0.0);
  var again = true;
  while (again) { // once, unless a wrong answer leads by more than LEAD
    var top = base;
    total = Samples(0.0);
    //@ for j in 0..D
    g$j = Samples(0.0);
    //@ end
    for (var f = 0u; f < OUTPUTS; f += 4u) {
      let feature = min(four(f), vec4u(FEATURES - 1u));
      let rows = own + ${UNEMBEDDING}u + feature * WIDTH;
      //@ for u in 0..4
      var z$u = Samples(0.0);
      //@ end
      //@ for j in 0..D
      let u$j = weights(rows, ${j}u);
      //@ for u in 0..4
      z$u += u$j[$u] * q$j;
      //@ end
      //@ end
      //@ for u in 0..4
      //@ if RAGGED_FEATURES
      let e$u = select(Samples(0.0), exp(z$u - base), four(f)[$u] < FEATURES);
      //@ else
      let e$u = exp(z$u - base);
      //@ end
      total += e$u;
      top = max(top, z$u);
      //@ end
      //@ for j in 0..D
      g$j = g$j + u$j[0] * e0 + u$j[1] * e1 + u$j[2] * e2 + u$j[3] * e3;
      //@ end
    }
    again = above(top, base + LEAD);
    base = select(base, top, top > base + LEAD); // a sample that does not lead repeats its own bits
    //@ if QUAD_SWAPS
    again = subgroupAny(again); // rows are handed round only among invocations that are all there
    //@ end
  }
  activations[cell + ${LOSS}u * COLUMNS] = weight * (log(total) + (base - hit));
  let inverse = Samples(1.0) / total;
  //@ for j in 0..D
  g$j = weight * (g$j * inverse - gathered[$j]);
  //@ end
//@ else
  var loss = Samples(0.0);
  for (var f = 0u; f < OUTPUTS; f += 4u) {
    let feature = min(four(f), vec4u(FEATURES - 1u));
    let rows = own + ${UNEMBEDDING}u + feature * WIDTH;
    //@ if OUTPUT_BIAS
    let bias = weights(own + ${BIAS}u + feature, 0u);
    //@ else
    let bias = vec4f(0.0);
    //@ end
    //@ for u in 0..4
    var a$u = Samples(bias[$u]);
    //@ end
    //@ for j in 0..D
    let u$j = weights(rows, ${j}u);
    //@ for u in 0..4
    a$u += u$j[$u] * q$j;
    //@ end
    //@ end
    //@ for u in 0..4
    let x$u = activations[cell + (${X}u + feature[$u]) * COLUMNS];
    //@ if OF_NEIGHBOURS
    let error$u = output_of(a$u) - answer(x$u, activations[cell + (${X}u + (feature[$u] + 1u) % FEATURES) * COLUMNS]);
    //@ else
    let error$u = output_of(a$u) - answer(x$u, x$u);
    //@ end
    //@ if RAGGED_FEATURES
    let importance$u = select(0.0, bitcast<f32>(task_table[table + 2u * ENTRIES + feature[$u]]), four(f)[$u] < FEATURES);
    //@ else
    let importance$u = bitcast<f32>(task_table[table + 2u * ENTRIES + feature[$u]]);
    //@ end
    let weighted$u = weight * (importance$u * error$u);
    loss += weighted$u * error$u;
    let back$u = gated(2.0 * weighted$u, a$u);
    //@ if STORES_READ
    //@ if RAGGED_FEATURES
    activations[cell + select(${SPARE}u, ${ERROR}u + feature[$u], four(f)[$u] < FEATURES) * COLUMNS] = back$u;
    //@ else
    activations[cell + (${ERROR}u + feature[$u]) * COLUMNS] = back$u;
    //@ end
    //@ end
    //@ end
    //@ for j in 0..D
    g$j = g$j + u$j[0] * back0 + u$j[1] * back1 + u$j[2] * back2 + u$j[3] * back3;
    //@ end
  }
  activations[cell + ${LOSS}u * COLUMNS] = loss;
//@ end

//@ if RESIDUAL
  //@ if TRAINED_EMBEDDING
  //@ for j in 0..D
  let read$j = g$j; // r_0 is not read out: subtracted at the end
  //@ end
  //@ end
  for (var up = 0u; up < DEPTH; up++) {
    let l = DEPTH - up - 1u;
    //@ for j in 0..D
    activations[cell + (${BACKS}u + (l + 1u) * WIDTH + ${j}u) * COLUMNS] = g$j;
    var t$j = Samples(0.0);
    //@ end
    for (var k = 0u; k < NEURONS; k += 4u) {
      //@ if RAGGED_NEURONS
      let inside = four(k) < vec4u(NEURONS);
      let neuron = l * NEURONS + min(four(k), vec4u(NEURONS - 1u));
      let kept = select(vec4u(${SPARE}u), ${NEURON_BACK}u + neuron, inside);
      //@ else
      let neuron = four(l * NEURONS + k);
      let kept = ${NEURON_BACK}u + neuron;
      //@ end
      let into = own + ${W_IN}u + neuron * WIDTH;
      let out = own + ${W_OUT}u + neuron * WIDTH;
      //@ for u in 0..4
      var a$u = Samples(0.0);
      //@ end
      //@ for j in 0..D
      let out$j = weights(out, ${j}u);
      //@ for u in 0..4
      a$u += out$j[$u] * g$j;
      //@ end
      //@ end
      //@ for u in 0..4
      let fired$u = activations[cell + (${VALUES}u + neuron[$u]) * COLUMNS] > Samples(0.0);
      //@ if RAGGED_NEURONS
      let back$u = select(Samples(0.0), BRANCH_SCALE * a$u, fired$u & Mask(inside[$u]));
      //@ else
      let back$u = select(Samples(0.0), BRANCH_SCALE * a$u, fired$u);
      //@ end
      activations[cell + kept[$u] * COLUMNS] = back$u;
      //@ end
      //@ for j in 0..D
      let in$j = weights(into, ${j}u);
      t$j = t$j + in$j[0] * back0 + in$j[1] * back1 + in$j[2] * back2 + in$j[3] * back3;
      //@ end
    }
    //@ for j in 0..D
    g$j += t$j;
    //@ end
  }
  //@ if TRAINED_EMBEDDING
  //@ for j in 0..D
  activations[cell + (${BACKS}u + ${j}u) * COLUMNS] = g$j - read$j;
  //@ end
  //@ end
//@ else
  //@ for j in 0..D
  //@ if HIDDEN_RELU
  activations[cell + (${BACK}u + ${j}u) * COLUMNS] = select(Samples(0.0), g$j, q$j > Samples(0.0));
  //@ else
  activations[cell + (${BACK}u + ${j}u) * COLUMNS] = g$j;
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
//@ end
