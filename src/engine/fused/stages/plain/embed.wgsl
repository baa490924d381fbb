// r_0 (the autoencoder's x W) into rows EMBEDDED…, with x in rows X…: recall's keys as they are, else by the every-entry sampler.
fn embed(own: Own) {
//@ if RECALL
  let keys = own.parameters + ${EMBEDDING}u + keys_of(own.first_sample) * WIDTH;
  for (var h = 0u; h < WIDTH; h++) { activations[cell(own, ${EMBEDDED}u + h)] = entries(keys, h); }
//@ else
  for (var f = 0u; f < FEATURES; f++) {
    activations[cell(own, ${X}u + f)] = every_entry(f, own.first_sample, own.step, own.seed, own.table);
  }
  add_products(own, ${EMBEDDED}u, ${X}u, ${EMBEDDING}u, FEATURES, NONE);
//@ end
}
