// The layers of the residual model (science/models/residual.ts), its stream in registers:
//   a_l = N(r_l) W_in + b_in,  v_l = s·ReLU(a_l),  r_{l+1} = r_l + v_l W_out;  q = Σ_l v_l W_out is read out, or r_L
// N is the identity, or narrow/rms-norm.wgsl. Rows LAYER_INPUT + l·WIDTH: N(r_l). VALUES + l·NEURONS: v_l.
// NEURON_BACK: ∂loss/∂a. BACKS + l·WIDTH: ∂loss/∂r_l.

// Four neurons in this invocation's order, counted over all layers, and which of them there are.
struct Neurons {
  index: vec4u,
//@ if RAGGED_NEURONS
  inside: vec4<bool>,
//@ end
}

// From neuron k of layer l on.
fn neurons(l: u32, k: u32) -> Neurons {
//@ if RAGGED_NEURONS
  let inside = four(k) < vec4u(NEURONS);
  return Neurons(l * NEURONS + min(four(k), vec4u(NEURONS - 1u)), inside);
//@ else
  return Neurons(four(l * NEURONS + k));
//@ end
}

// v, and 0 for neurons that there are not.
fn masked(n: Neurons, v: Four) -> Four {
//@ if RAGGED_NEURONS
  return Four(
    //@ for u in 0..4
    select(Samples(0.0), v.v$u, n.inside[$u]),
    //@ end
  );
//@ else
  return v;
//@ end
}

// Stores a number of each neuron into its row; those of neurons that there are not into a row that nobody reads.
fn store_neurons(own: Own, row: u32, n: Neurons, v: Four) {
//@ if RAGGED_NEURONS
  let rows = select(vec4u(${SPARE}u), row + n.index, n.inside);
//@ else
  let rows = row + n.index;
//@ end
  //@ for u in 0..4
  activations[cell(own, rows[$u])] = v.v$u;
  //@ end
}

fn forward(own: Own, r_0: Chunk) -> Chunk {
  //@ for j in 0..D
  var r$j = r_0.h$j;
//@ if WRITTEN
  var q$j = Samples(0.0);
//@ end
  //@ end
  for (var l = 0u; l < DEPTH; l++) {
    let r = Chunk(
      //@ for j in 0..D
      r$j,
      //@ end
    );
//@ if NORMALISED
    let read = rms_norm(own, l, r);
//@ else
    let read = r;
//@ end
    store_chunk(own, ${LAYER_INPUT}u + l * WIDTH, 0u, read);
    //@ for j in 0..D
    var t$j = Samples(0.0); // what layer l writes
    //@ end
    for (var k = 0u; k < NEURONS; k += 4u) {
      let n = neurons(l, k);
      let a = dots(own.parameters + ${W_IN}u + n.index * WIDTH, weights(own.parameters + ${BIAS_IN}u + n.index, 0u), read).sums;
      let v = masked(n, Four(
        //@ for u in 0..4
        BRANCH_SCALE * relu(a.v$u),
        //@ end
      ));
      store_neurons(own, ${VALUES}u, n, v);
      let rows = own.parameters + ${W_OUT}u + n.index * WIDTH;
      //@ for j in 0..D
      let w$j = weights(rows, ${j}u);
      t$j = t$j + w$j[0] * v.v0 + w$j[1] * v.v1 + w$j[2] * v.v2 + w$j[3] * v.v3;
      //@ end
    }
    //@ for j in 0..D
    r$j += t$j;
//@ if WRITTEN
    q$j += t$j;
//@ end
    //@ end
  }
  return Chunk(
    //@ for j in 0..D
//@ if WRITTEN
    q$j,
//@ else
    r$j,
//@ end
    //@ end
  );
}

// From ∂loss/∂q = g_q.
fn backward(own: Own, q: Chunk, g_q: Chunk) {
  //@ for j in 0..D
  var g$j = g_q.h$j;
  //@ end
  for (var up = 0u; up < DEPTH; up++) {
    let l = DEPTH - up - 1u;
    let g = Chunk(
      //@ for j in 0..D
      g$j,
      //@ end
    );
    store_chunk(own, ${BACKS}u + (l + 1u) * WIDTH, 0u, g);
    //@ for j in 0..D
    var t$j = Samples(0.0);
    //@ end
    for (var k = 0u; k < NEURONS; k += 4u) {
      let n = neurons(l, k);
      let v = dots(own.parameters + ${W_OUT}u + n.index * WIDTH, vec4f(0.0), g).sums;
      let back = masked(n, Four(
        //@ for u in 0..4
        select(Samples(0.0), BRANCH_SCALE * v.v$u, activations[cell(own, ${VALUES}u + n.index[$u])] > Samples(0.0)),
        //@ end
      ));
      store_neurons(own, ${NEURON_BACK}u, n, back);
      let rows = own.parameters + ${W_IN}u + n.index * WIDTH;
      //@ for j in 0..D
      let w$j = weights(rows, ${j}u);
      t$j = t$j + w$j[0] * back.v0 + w$j[1] * back.v1 + w$j[2] * back.v2 + w$j[3] * back.v3;
      //@ end
    }
//@ if NORMALISED
    let back = rms_norm_backward(own, l, Chunk(
      //@ for j in 0..D
      t$j,
      //@ end
    ));
//@ end
    //@ for j in 0..D
//@ if NORMALISED
    g$j += back.h$j;
//@ else
    g$j += t$j;
//@ end
    //@ end
  }
//@ if TRAINED_EMBEDDING
  store_chunk(own, ${BACKS}u, 0u, Chunk(
    //@ for j in 0..D
//@ if WRITTEN
    g$j - g_q.h$j, // r_0 is not read out
//@ else
    g$j,
//@ end
    //@ end
  ));
//@ end
}
