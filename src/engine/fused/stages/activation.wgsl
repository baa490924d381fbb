// σ of hidden neurons and of outputs, and gradients through it (science/models/activation.ts). No bindings.

fn relu(a: Samples) -> Samples { return select(a, Samples(0.0), a < Samples(0.0)); } // keeps NaN: divergence must show

fn output_of(a: Samples) -> Samples {
//@ if OUTPUT_RELU
  return relu(a);
//@ else
  return a;
//@ end
}

// gradient through the output's σ, at pre-activation a
fn gated(gradient: Samples, a: Samples) -> Samples {
//@ if OUTPUT_RELU
  return select(Samples(0.0), gradient, a > Samples(0.0));
//@ else
  return gradient;
//@ end
}
