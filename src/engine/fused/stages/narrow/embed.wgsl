// r_0 (the autoencoder's x W) in registers; x goes into rows X….
fn embedded(own: Own) -> Chunk {
//@ if RECALL
  // Rows of their own for every sample: four loads an entry, which unrolled took most of the time to compile.
  let keys = own.parameters + ${EMBEDDING}u + keys_of(own.first_sample) * WIDTH;
  var row: array<Samples, WIDTH>;
  for (var h = 0u; h < WIDTH; h++) { row[h] = entries(keys, h); }
  return Chunk(
    //@ for j in 0..D
    row[$j],
    //@ end
  );
//@ else
//@ if SKIPPING
  embed(own);
  return load_chunk(own, ${EMBEDDED}u, 0u);
//@ else
  //@ for j in 0..D
  var e$j = Samples(0.0);
  //@ end
  for (var f = 0u; f < FEATURES; f++) {
    let x = every_entry(f, own.first_sample, own.step, own.seed, own.table);
    activations[cell(own, ${X}u + f)] = x;
    let row = own.parameters + ${EMBEDDING}u + f * WIDTH;
    //@ for j in 0..D
    e$j += parameters[row + ${j}u] * x;
    //@ end
  }
  return Chunk(
    //@ for j in 0..D
    e$j,
    //@ end
  );
//@ end
//@ end
}
