// RMSNorm of what a layer reads (science/models/rms-norm.ts), its vectors in rows of `activations`:
//   N = r·g,  g = 1/√(1/d Σ_h r_h² + ε);  back from v = ∂loss/∂N:  ∂loss/∂r = g·(v − N·(1/d Σ_h v_h N_h))
// Rows LAYER_INPUT + l·WIDTH: N of layer l. FACTORS + l: its g.

override RMS_EPSILON: f32 = 1e-6;

// From r_l in rows STREAM + l·WIDTH.
fn rms_norm(own: Own, l: u32) {
  var squares = Samples(0.0);
  for (var h = 0u; h < WIDTH; h++) {
    let r = activations[cell(own, ${STREAM}u + l * WIDTH + h)];
    squares += r * r;
  }
  let g = Samples(1.0) / sqrt(squares / f32(WIDTH) + RMS_EPSILON);
  activations[cell(own, ${FACTORS}u + l)] = g;
  for (var h = 0u; h < WIDTH; h++) {
    activations[cell(own, ${LAYER_INPUT}u + l * WIDTH + h)] = g * activations[cell(own, ${STREAM}u + l * WIDTH + h)];
  }
}

// From v in rows BACKS + l·WIDTH to ∂loss/∂r_l there: through the layer, and past it from BACKS + (l + 1)·WIDTH.
fn rms_norm_backward(own: Own, l: u32) {
  let g = activations[cell(own, ${FACTORS}u + l)];
  var along = Samples(0.0);
  for (var h = 0u; h < WIDTH; h++) {
    along += activations[cell(own, ${BACKS}u + l * WIDTH + h)] * activations[cell(own, ${LAYER_INPUT}u + l * WIDTH + h)];
  }
  along /= f32(WIDTH);
  for (var h = 0u; h < WIDTH; h++) {
    let row = cell(own, ${BACKS}u + l * WIDTH + h);
    let back = g * (activations[row] - activations[cell(own, ${LAYER_INPUT}u + l * WIDTH + h)] * along);
    activations[row] = activations[cell(own, ${BACKS}u + (l + 1u) * WIDTH + h)] + back;
  }
}
