// Products of vectors in rows of `activations` with matrices, a chunk of the width at a time in registers: a weight is loaded
// once per LANES multiply-adds and an activation once per chunk, not once per product.

const NONE = 0xffffffffu;

// rows to[h] = Σ_k row(source + k) · parameter[weight + k·WIDTH + h]  (+ row(onto + h) unless onto is NONE)
fn add_products(own: Own, to: u32, source: u32, weight: u32, count: u32, onto: u32) {
  for (var chunk = 0u; chunk < CHUNKS; chunk++) {
    //@ for j in 0..D
    var h$j = activations[cell(own, select(${ZERO}u, entry_row(onto, chunk * CHUNK + ${j}u, ${ZERO}u), onto != NONE))];
    //@ end
    for (var k = 0u; k < count; k++) {
      let v = activations[cell(own, source + k)];
      let w = own.parameters + weight + k * WIDTH;
      //@ for j in 0..D
      h$j += v * parameters[w + entry_within(chunk * CHUNK + ${j}u)];
      //@ end
    }
    store_chunk(own, to, chunk, Chunk(
      //@ for j in 0..D
      h$j,
      //@ end
    ));
  }
}

// rows to[k] += Σ_h row(source + h) · parameter[weight + k·WIDTH + h]
fn add_dots(own: Own, to: u32, source: u32, weight: u32, count: u32) {
  for (var chunk = 0u; chunk < CHUNKS; chunk++) {
    let v = load_chunk(own, source, chunk);
    for (var k = 0u; k < count; k++) {
      let w = own.parameters + weight + k * WIDTH;
      var sum = activations[cell(own, to + k)];
      //@ for j in 0..D
      sum += v.h$j * parameters[w + entry_within(chunk * CHUNK + ${j}u)];
      //@ end
      activations[cell(own, to + k)] = sum;
    }
  }
}
