// r_0 = x E (the autoencoder's x W) into rows EMBEDDED…, drawing x into rows X… by the skipping sampler: a sample at a time, its
// present features and their rows of E; once per chunk of the width.
fn embed(own: Own) {
  for (var f = 0u; f < FEATURES; f++) { activations[cell(own, ${X}u + f)] = Samples(0.0); }
  let per_gap = bitcast<f32>(task_table[own.table + 2u * ENTRIES + FEATURES]);
  for (var chunk = 0u; chunk < CHUNKS; chunk++) {
    for (var lane = 0u; lane < LANES; lane++) {
      //@ for j in 0..D
      var e$j = 0.0;
      //@ end
      var position = 0u;
      for (var call = 0u; position < FEATURES; call++) {
        var words = philox(vec4u(call, own.first_sample + lane, own.step, 0u), vec2u(own.seed, 0u));
        for (var i = 0u; i < 4u && position < FEATURES; i++) {
          let word = words.x;
          words = words.yzwx;
          let next = present_after(position, gap_of(word, per_gap, own.table), word, own.table);
          if (next.inside && chunk == 0u) { put(cell(own, ${X}u + next.feature), lane, next.x); }
          let row = own.parameters + ${EMBEDDING}u + next.feature * WIDTH;
          //@ for j in 0..D
          e$j += next.x * parameters[row + entry_within(chunk * CHUNK + ${j}u)];
          //@ end
          position = next.place + 1u;
        }
      }
      //@ for j in 0..D
      put(cell(own, entry_row(${EMBEDDED}u, chunk * CHUNK + ${j}u, ${SPARE}u)), lane, e$j);
      //@ end
    }
  }
}
