// RMSNorm of what a layer reads (science/models/rms-norm.ts), in registers:
//   N = r·g,  g = 1/√(1/d Σ_h r_h² + ε);  back from v = ∂loss/∂N:  ∂loss/∂r = g·(v − N·(1/d Σ_h v_h N_h))
// Rows FACTORS + l: g of layer l. N stands in rows LAYER_INPUT + l·WIDTH, where the gradient of W_in wants it.

override RMS_EPSILON: f32 = 1e-6;

fn rms_norm(own: Own, l: u32, r: Chunk) -> Chunk {
  var squares = Samples(0.0);
  //@ for j in 0..D
  squares += r.h$j * r.h$j;
  //@ end
  let g = Samples(1.0) / sqrt(squares / f32(WIDTH) + RMS_EPSILON);
  activations[cell(own, ${FACTORS}u + l)] = g;
  return Chunk(
    //@ for j in 0..D
    g * r.h$j,
    //@ end
  );
}

fn rms_norm_backward(own: Own, l: u32, v: Chunk) -> Chunk {
  let g = activations[cell(own, ${FACTORS}u + l)];
  let n = load_chunk(own, ${LAYER_INPUT}u + l * WIDTH, 0u);
  var along = Samples(0.0);
  //@ for j in 0..D
  along += v.h$j * n.h$j;
  //@ end
  along /= f32(WIDTH);
  return Chunk(
    //@ for j in 0..D
    g * (v.h$j - n.h$j * along),
    //@ end
  );
}
