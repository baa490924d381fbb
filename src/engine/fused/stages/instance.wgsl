// One run of the stack, as stack.ts writes it: 32 bytes. rest = 1 − beta, rounded once.
struct Instance {
  data_seed: u32, learning_rate: f32, weight_decay: f32, epsilon: f32,
  beta1: f32, rest1: f32, beta2: f32, rest2: f32,
}
