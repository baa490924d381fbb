// From what is read out (rows READ…) to the outputs a = q U + b, to their gradient (rows ERROR…, by the loss of
// plain/squared-error.wgsl or plain/softmax.wgsl), and back to ∂loss/∂q (rows BACK…).
fn read_out(own: Own) {
  for (var f = 0u; f < FEATURES; f++) {
//@ if OUTPUT_BIAS
    activations[cell(own, ${ERROR}u + f)] = Samples(parameters[own.parameters + ${BIAS}u + f]);
//@ else
    activations[cell(own, ${ERROR}u + f)] = Samples(0.0);
//@ end
  }
  add_dots(own, ${ERROR}u, ${READ}u, ${UNEMBEDDING}u, FEATURES);
  grade_outputs(own);
  add_products(own, ${BACK}u, ${ERROR}u, ${UNEMBEDDING}u, FEATURES, NONE);
}
