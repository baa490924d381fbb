// From the outputs' pre-activations in rows ERROR… to ∂loss/∂a in the same rows, and the loss row.
fn grade_outputs(own: Own) {
  let weight = weight_of(own.first_sample);
  var loss = Samples(0.0);
  for (var f = 0u; f < FEATURES; f++) {
    let x = activations[cell(own, ${X}u + f)];
//@ if OF_NEIGHBOURS
    let next = activations[cell(own, ${X}u + (f + 1u) % FEATURES)];
//@ else
    let next = x;
//@ end
    let part = graded(activations[cell(own, ${ERROR}u + f)], x, next, importance_of(own, f), weight);
    loss += part.weighted * part.error;
    activations[cell(own, ${ERROR}u + f)] = part.back;
  }
  activations[cell(own, ${LOSS}u)] = loss;
}
