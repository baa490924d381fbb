// Forward and backward over the activations of one step, for every model and task, at any width and depth: the plain
// version, and the one for wide models. It computes science/models/{autoencoder,residual}.ts and science/training/task-loss.ts;
// weight gradients are layered-gradient.wgsl's.
//
// One invocation owns LANES consecutive samples of one instance and never talks to another, so there is no barrier.
// Vectors over the width live in `activations`; D of them at a time are unrolled into registers (D·CHUNKS ≥ WIDTH),
// so that a weight is loaded once per LANES multiply-adds and an activation once per chunk, not once per product.
// Bindings, workgroup and grid: activation-pass.wgsl, which stands before this text.

const CHUNK = ${D}u;
const CHUNKS = ${CHUNKS}u;
const NONE = 0xffffffffu;

var<private> cell: u32; // activations index of row 0 for this invocation
var<private> own: u32; // first parameter of this instance
var<private> table: u32; // first word of this instance's task table
var<private> first_sample: u32;

fn at(row: u32) -> u32 { return cell + row * COLUMNS; }

//@ if RAGGED
// Row of entry h of a vector; past the width a row that nobody reads: branches cost more, most of all to compile.
fn inside(row: u32, h: u32) -> u32 { return select(${SPARE}u, row + h, h < WIDTH); }
//@ end

// r_0 (or the autoencoder's W x) into rows TO…, drawing x into rows X…
fn embed(step: u32, seed: u32) {
//@ if RECALL
  for (var lane = 0u; lane < LANES; lane++) {
    let source = own + ${EMBEDDING}u + min(first_sample + lane, FEATURES - 1u) * WIDTH;
    for (var h = 0u; h < WIDTH; h++) { put(at(${EMBEDDED}u + h), lane, parameters[source + h]); }
  }
//@ else
//@ if SKIPPING
  for (var f = 0u; f < FEATURES; f++) { activations[at(${X}u + f)] = Samples(0.0); }
  let per_gap = bitcast<f32>(task_table[table + 2u * ENTRIES + FEATURES]);
  for (var chunk = 0u; chunk < CHUNKS; chunk++) {
    for (var lane = 0u; lane < LANES; lane++) {
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
          let present = position < FEATURES;
          let x = select(0.0, value_of(word - task_table[table + gap], task_table[table + ENTRIES + gap]), present);
          let feature = min(position, FEATURES - 1u);
          if (present && chunk == 0u) { put(at(${X}u + feature), lane, x); }
          let row = own + ${EMBEDDING}u + feature * WIDTH;
          //@ for j in 0..D
          //@ if RAGGED
          e$j += x * parameters[row + min(chunk * CHUNK + ${j}u, WIDTH - 1u)];
          //@ else
          e$j += x * parameters[row + chunk * CHUNK + ${j}u];
          //@ end
          //@ end
          position += 1u;
        }
      }
      //@ for j in 0..D
      //@ if RAGGED
      put(at(inside(${EMBEDDED}u, chunk * CHUNK + ${j}u)), lane, e$j);
      //@ else
      put(at(${EMBEDDED}u + chunk * CHUNK + ${j}u), lane, e$j);
      //@ end
      //@ end
    }
  }
//@ else
  for (var f = 0u; f < FEATURES; f++) {
    let words = philox(vec4u(f, first_sample >> 2u, step, 0u), vec2u(seed, 0u));
    let bound = task_table[table + f];
    //@ if SETS
    let choice = philox(vec4u(FEATURES + f / ${SET_SIZE}u, first_sample >> 2u, step, 0u), vec2u(seed, 0u))
      - vec4u(task_table[table + ENTRIES + f]); // the first of those of its set's words that mean this feature
    let scale = 0x20000000u; // 2^24·32: the value's interval is every word
    //@ else
    let choice = words;
    let scale = task_table[table + ENTRIES + f];
    //@ end
    //@ if LANES4
    let x = vec4f(value_of(words.x, scale), value_of(words.y, scale), value_of(words.z, scale), value_of(words.w, scale));
    activations[at(${X}u + f)] = select(vec4f(0.0), x, choice <= vec4u(bound));
    //@ else
    let word = words[first_sample & 3u];
    activations[at(${X}u + f)] = select(0.0, value_of(word, scale), choice[first_sample & 3u] <= bound);
    //@ end
  }
  add_products(${EMBEDDED}u, ${X}u, ${EMBEDDING}u, FEATURES, NONE);
//@ end
//@ end
}

// rows to[h] = Σ_k row(source + k) · parameter[weight + k·WIDTH + h]  (+ row(onto + h) unless onto is none)
fn add_products(to: u32, source: u32, weight: u32, count: u32, onto: u32) {
  for (var chunk = 0u; chunk < CHUNKS; chunk++) {
    let start = chunk * CHUNK;
    //@ for j in 0..D
    //@ if RAGGED
    var h$j = activations[at(select(${ZERO}u, onto + start + ${j}u, (onto != NONE) & (start + ${j}u < WIDTH)))];
    //@ else
    var h$j = activations[at(select(${ZERO}u, onto + start + ${j}u, onto != NONE))];
    //@ end
    //@ end
    for (var k = 0u; k < count; k++) {
      let v = activations[at(source + k)];
      let w = own + weight + k * WIDTH;
      //@ for j in 0..D
      //@ if RAGGED
      h$j += v * parameters[w + min(start + ${j}u, WIDTH - 1u)];
      //@ else
      h$j += v * parameters[w + start + ${j}u];
      //@ end
      //@ end
    }
    //@ for j in 0..D
    //@ if RAGGED
    activations[at(inside(to, start + ${j}u))] = h$j;
    //@ else
    activations[at(to + start + ${j}u)] = h$j;
    //@ end
    //@ end
  }
}

// rows to[k] += Σ_h row(source + h) · parameter[weight + k·WIDTH + h]
fn add_dots(to: u32, source: u32, weight: u32, count: u32) {
  for (var chunk = 0u; chunk < CHUNKS; chunk++) {
    let start = chunk * CHUNK;
    //@ for j in 0..D
    //@ if RAGGED
    let h$j = activations[at(select(${ZERO}u, source + start + ${j}u, start + ${j}u < WIDTH))];
    //@ else
    let h$j = activations[at(source + start + ${j}u)];
    //@ end
    //@ end
    for (var k = 0u; k < count; k++) {
      let w = own + weight + k * WIDTH;
      var sum = activations[at(to + k)];
      //@ for j in 0..D
      //@ if RAGGED
      sum += h$j * parameters[w + min(start + ${j}u, WIDTH - 1u)];
      //@ else
      sum += h$j * parameters[w + start + ${j}u];
      //@ end
      //@ end
      activations[at(to + k)] = sum;
    }
  }
}

// From the read vector (rows READ…) to the outputs' gradient (rows ERROR…), the loss row and ∂loss/∂read (rows BACK…).
fn read_out() {
  for (var f = 0u; f < FEATURES; f++) {
//@ if OUTPUT_BIAS
    activations[at(${ERROR}u + f)] = Samples(parameters[own + ${BIAS}u + f]);
//@ else
    activations[at(${ERROR}u + f)] = Samples(0.0);
//@ end
  }
  add_dots(${ERROR}u, ${READ}u, ${UNEMBEDDING}u, FEATURES);
//@ if CROSS_ENTROPY
  var largest = Samples(-3.0e38);
  for (var f = 0u; f < FEATURES; f++) { largest = max(largest, output_of(activations[at(${ERROR}u + f)])); }
  var total = Samples(0.0);
  for (var f = 0u; f < FEATURES; f++) { total += exp(output_of(activations[at(${ERROR}u + f)]) - largest); }
  let weight = weight_of(first_sample);
  let classes = classes_of(first_sample, table);
  var hit = Samples(0.0);
  for (var f = 0u; f < FEATURES; f++) {
    let logit = activations[at(${ERROR}u + f)];
    let z = output_of(logit);
    let right = classes == Classes(f);
    hit = select(hit, z, right);
    let error = weight * (exp(z - largest) / total - select(Samples(0.0), Samples(1.0), right));
    activations[at(${ERROR}u + f)] = gated(error, logit);
  }
  activations[at(${LOSS}u)] = weight * (log(total) + (largest - hit));
//@ else
  var loss = Samples(0.0);
  let weight = weight_of(first_sample);
  for (var f = 0u; f < FEATURES; f++) {
    let a = activations[at(${ERROR}u + f)];
    let x = activations[at(${X}u + f)];
    //@ if OF_NEIGHBOURS
    let error = output_of(a) - answer(x, activations[at(${X}u + (f + 1u) % FEATURES)]);
    //@ else
    let error = output_of(a) - answer(x, x);
    //@ end
    let weighted = weight * (bitcast<f32>(task_table[table + 2u * ENTRIES + f]) * error);
    loss += weighted * error;
    activations[at(${ERROR}u + f)] = gated(2.0 * weighted, a);
  }
  activations[at(${LOSS}u)] = loss;
//@ end
  add_products(${BACK}u, ${ERROR}u, ${UNEMBEDDING}u, FEATURES, NONE);
}

@compute @workgroup_size(WORKGROUP)
fn step_activations(@builtin(global_invocation_id) id: vec3u) {
  let step = counters[0];
  if (id.x == 0u && id.y == 0u) { counters[1] = step; }
  cell = id.y * ${ROWS}u * COLUMNS + id.x;
  own = id.y * PARAMETERS;
  table = id.y * TABLE;
  first_sample = id.x * LANES;
  embed(step, instances[id.y].data_seed);
//@ if RESIDUAL
  // rows STREAM + l·WIDTH: r_l. VALUES + l·NEURONS: s·ReLU(a). NEURON_BACK: a, then ∂loss/∂a. BACKS + l·WIDTH: ∂loss/∂r_l.
  for (var h = 0u; h < WIDTH; h++) { activations[at(${READ}u + h)] = Samples(0.0); }
  for (var l = 0u; l < DEPTH; l++) {
    for (var k = 0u; k < NEURONS; k++) {
      activations[at(${NEURON_BACK}u + l * NEURONS + k)] = Samples(parameters[own + ${BIAS_IN}u + l * NEURONS + k]);
    }
    add_dots(${NEURON_BACK}u + l * NEURONS, ${STREAM}u + l * WIDTH, ${W_IN}u + l * NEURONS * WIDTH, NEURONS);
    for (var k = 0u; k < NEURONS; k++) {
      activations[at(${VALUES}u + l * NEURONS + k)] = BRANCH_SCALE * relu(activations[at(${NEURON_BACK}u + l * NEURONS + k)]);
    }
    add_products(${READ}u, ${VALUES}u + l * NEURONS, ${W_OUT}u + l * NEURONS * WIDTH, NEURONS, ${READ}u);
    for (var h = 0u; h < WIDTH; h++) {
      activations[at(${STREAM}u + (l + 1u) * WIDTH + h)] = activations[at(${STREAM}u + h)] + activations[at(${READ}u + h)];
    }
  }
  read_out();
  for (var up = 0u; up < DEPTH; up++) {
    let l = DEPTH - 1u - up;
    for (var k = 0u; k < NEURONS; k++) { activations[at(${NEURON_BACK}u + l * NEURONS + k)] = Samples(0.0); }
    add_dots(${NEURON_BACK}u + l * NEURONS, ${BACKS}u + (l + 1u) * WIDTH, ${W_OUT}u + l * NEURONS * WIDTH, NEURONS);
    for (var k = 0u; k < NEURONS; k++) {
      let fired = activations[at(${VALUES}u + l * NEURONS + k)] > Samples(0.0);
      let row = at(${NEURON_BACK}u + l * NEURONS + k);
      activations[row] = select(Samples(0.0), BRANCH_SCALE * activations[row], fired);
    }
    add_products(
      ${BACKS}u + l * WIDTH, ${NEURON_BACK}u + l * NEURONS, ${W_IN}u + l * NEURONS * WIDTH, NEURONS, ${BACKS}u + (l + 1u) * WIDTH,
    );
  }
  //@ if TRAINED_EMBEDDING
  for (var h = 0u; h < WIDTH; h++) { // r_0 is not read out
    activations[at(${BACKS}u + h)] -= activations[at(${BACK}u + h)];
  }
  //@ end
//@ else
//@ if HIDDEN_RELU
  for (var h = 0u; h < WIDTH; h++) { activations[at(${READ}u + h)] = relu(activations[at(${READ}u + h)]); }
//@ end
  read_out();
//@ if HIDDEN_RELU
  for (var h = 0u; h < WIDTH; h++) {
    let row = at(${BACK}u + h);
    activations[row] = select(Samples(0.0), activations[row], activations[at(${READ}u + h)] > Samples(0.0));
  }
//@ end
//@ end
}
