// Recall's cross-entropy (science/training/task-loss.ts) over stored logits z = σ(a):
//   loss = 1/B Σ_b (log Σ_f e^{z_f} − z_right),  ∂loss/∂z_f = 1/B (softmax(z)_f − [f is right])
// Rows ERROR…: a, then ∂loss/∂a.
fn grade_outputs(own: Own) {
  var largest = Samples(-3.0e38);
  for (var f = 0u; f < FEATURES; f++) { largest = max(largest, output_of(activations[cell(own, ${ERROR}u + f)])); }
  var total = Samples(0.0);
  for (var f = 0u; f < FEATURES; f++) { total += exp(output_of(activations[cell(own, ${ERROR}u + f)]) - largest); }
  let weight = weight_of(own.first_sample);
  let classes = classes_of(own.first_sample, own.table);
  var hit = Samples(0.0);
  for (var f = 0u; f < FEATURES; f++) {
    let a = activations[cell(own, ${ERROR}u + f)];
    let z = output_of(a);
    let right = classes == Classes(f);
    hit = select(hit, z, right);
    let error = weight * (exp(z - largest) / total - select(Samples(0.0), Samples(1.0), right));
    activations[cell(own, ${ERROR}u + f)] = gated(error, a);
  }
  activations[cell(own, ${LOSS}u)] = weight * (log(total) + (largest - hit));
}
