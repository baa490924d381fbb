// σ of the autoencoder's hidden vector h = σ(x W) (science/models/autoencoder.ts), in rows READ…, and the way back, in rows BACK….

fn forward(own: Own) {
//@ if HIDDEN_RELU
  for (var h = 0u; h < WIDTH; h++) { activations[cell(own, ${READ}u + h)] = relu(activations[cell(own, ${READ}u + h)]); }
//@ end
}

fn backward(own: Own) {
//@ if HIDDEN_RELU
  for (var h = 0u; h < WIDTH; h++) {
    let row = cell(own, ${BACK}u + h);
    activations[row] = select(Samples(0.0), activations[row], activations[cell(own, ${READ}u + h)] > Samples(0.0));
  }
//@ end
}
