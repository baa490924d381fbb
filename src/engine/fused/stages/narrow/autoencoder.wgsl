// σ of the autoencoder's hidden vector h = σ(x W) (science/models/autoencoder.ts), in registers, and the way back into rows BACK….

fn forward(own: Own, h: Chunk) -> Chunk {
//@ if HIDDEN_RELU
  return Chunk(
    //@ for j in 0..D
    relu(h.h$j),
    //@ end
  );
//@ else
  return h;
//@ end
}

// From ∂loss/∂q = g.
fn backward(own: Own, q: Chunk, g: Chunk) {
//@ if HIDDEN_RELU
  store_chunk(own, ${BACK}u, 0u, Chunk(
    //@ for j in 0..D
    select(Samples(0.0), g.h$j, q.h$j > Samples(0.0)),
    //@ end
  ));
//@ else
  store_chunk(own, ${BACK}u, 0u, g);
//@ end
}
