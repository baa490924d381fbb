// The layers of the residual model (science/models/residual.ts), its stream in rows of `activations`:
//   a_l = N(r_l) W_in + b_in,  v_l = s·ReLU(a_l),  r_{l+1} = r_l + v_l W_out;  q = Σ_l v_l W_out is read out, or r_L (rows READ…)
// N is the identity, or plain/rms-norm.wgsl. Rows STREAM + l·WIDTH: r_l. LAYER_INPUT + l·WIDTH: N(r_l). VALUES + l·NEURONS: v_l.
// NEURON_BACK: a, then ∂loss/∂a. BACKS + l·WIDTH: ∂loss/∂r_l.

fn forward(own: Own) {
//@ if WRITTEN
  for (var h = 0u; h < WIDTH; h++) { activations[cell(own, ${READ}u + h)] = Samples(0.0); }
//@ end
  for (var l = 0u; l < DEPTH; l++) {
    let first = l * NEURONS; // neuron of this layer, counted over all of them
    for (var k = first; k < first + NEURONS; k++) {
      activations[cell(own, ${NEURON_BACK}u + k)] = Samples(parameters[own.parameters + ${BIAS_IN}u + k]);
    }
//@ if NORMALISED
    rms_norm(own, l);
//@ end
    add_dots(own, ${NEURON_BACK}u + first, ${LAYER_INPUT}u + l * WIDTH, ${W_IN}u + first * WIDTH, NEURONS);
    for (var k = first; k < first + NEURONS; k++) {
      activations[cell(own, ${VALUES}u + k)] = BRANCH_SCALE * relu(activations[cell(own, ${NEURON_BACK}u + k)]);
    }
//@ if WRITTEN
    add_products(own, ${READ}u, ${VALUES}u + first, ${W_OUT}u + first * WIDTH, NEURONS, ${READ}u);
    for (var h = 0u; h < WIDTH; h++) {
      activations[cell(own, ${STREAM}u + (l + 1u) * WIDTH + h)] =
        activations[cell(own, ${STREAM}u + h)] + activations[cell(own, ${READ}u + h)];
    }
//@ else
    add_products(own, ${STREAM}u + (l + 1u) * WIDTH, ${VALUES}u + first, ${W_OUT}u + first * WIDTH, NEURONS, ${STREAM}u + l * WIDTH);
//@ end
  }
}

// From ∂loss/∂q, which the read-out left in rows BACK… = BACKS + DEPTH·WIDTH….
fn backward(own: Own) {
  for (var up = 0u; up < DEPTH; up++) {
    let l = DEPTH - 1u - up;
    let first = l * NEURONS;
    for (var k = first; k < first + NEURONS; k++) { activations[cell(own, ${NEURON_BACK}u + k)] = Samples(0.0); }
    add_dots(own, ${NEURON_BACK}u + first, ${BACKS}u + (l + 1u) * WIDTH, ${W_OUT}u + first * WIDTH, NEURONS);
    for (var k = first; k < first + NEURONS; k++) {
      let fired = activations[cell(own, ${VALUES}u + k)] > Samples(0.0);
      let row = cell(own, ${NEURON_BACK}u + k);
      activations[row] = select(Samples(0.0), BRANCH_SCALE * activations[row], fired);
    }
//@ if NORMALISED
    add_products(own, ${BACKS}u + l * WIDTH, ${NEURON_BACK}u + first, ${W_IN}u + first * WIDTH, NEURONS, NONE);
    rms_norm_backward(own, l);
//@ else
    add_products(own, ${BACKS}u + l * WIDTH, ${NEURON_BACK}u + first, ${W_IN}u + first * WIDTH, NEURONS, ${BACKS}u + (l + 1u) * WIDTH);
//@ end
  }
//@ if TRAINED_EMBEDDING
//@ if WRITTEN
  for (var h = 0u; h < WIDTH; h++) { // r_0 is not read out
    activations[cell(own, ${BACKS}u + h)] -= activations[cell(own, ${BACK}u + h)];
  }
//@ end
//@ end
}
