// From what is read out, q, by way of the outputs a = q U + b to the loss row, rows ERROR… (∂loss/∂a, where a product needs
// them) and ∂loss/∂q: each row of U is used twice while it is there. The loss: stages/squared-error.wgsl.
fn read_out(own: Own, q: Chunk) -> Chunk {
  let weight = weight_of(own.first_sample);
  //@ for j in 0..D
  var g$j = Samples(0.0);
  //@ end
  var loss = Samples(0.0);
  for (var f = 0u; f < OUTPUTS; f += 4u) {
    let feature = min(four(f), vec4u(FEATURES - 1u));
//@ if RAGGED_FEATURES
    let inside = four(f) < vec4u(FEATURES);
//@ else
    const inside = vec4<bool>(true);
//@ end
//@ if OUTPUT_BIAS
    let bias = weights(own.parameters + ${BIAS}u + feature, 0u);
//@ else
    let bias = vec4f(0.0);
//@ end
    let a = dots(own.parameters + ${UNEMBEDDING}u + feature * WIDTH, bias, q);
    //@ for u in 0..4
    let x$u = activations[cell(own, ${X}u + feature[$u])];
    //@ if OF_NEIGHBOURS
    let next$u = activations[cell(own, ${X}u + (feature[$u] + 1u) % FEATURES)];
    //@ else
    let next$u = x$u;
    //@ end
    let graded$u = graded(a.sums.v$u, x$u, next$u, select(0.0, importance_of(own, feature[$u]), inside[$u]), weight);
    loss += graded$u.weighted * graded$u.error;
    //@ if STORES_READ
    activations[cell(own, select(${SPARE}u, ${ERROR}u + feature[$u], inside[$u]))] = graded$u.back;
    //@ end
    //@ end
    //@ for j in 0..D
    g$j = g$j + a.rows.w$j[0] * graded0.back + a.rows.w$j[1] * graded1.back + a.rows.w$j[2] * graded2.back + a.rows.w$j[3] * graded3.back;
    //@ end
  }
  activations[cell(own, ${LOSS}u)] = loss;
  return Chunk(
    //@ for j in 0..D
    g$j,
    //@ end
  );
}
