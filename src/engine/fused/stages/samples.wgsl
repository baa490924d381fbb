// An invocation's LANES consecutive samples as one value: vec4f on software adapters, f32 on GPUs (tuning.ts). No bindings.

//@ if LANES4
alias Samples = vec4f;
//@ else
alias Samples = f32;
//@ end

// 1 / B for samples of the batch, 0 for padding
fn weight_of(first_sample: u32) -> Samples {
//@ if LANES4
  let present = vec4u(first_sample) + vec4u(0u, 1u, 2u, 3u) < vec4u(BATCH);
//@ else
  let present = first_sample < BATCH;
//@ end
  return select(Samples(0.0), Samples(1.0 / f32(BATCH)), present);
}
