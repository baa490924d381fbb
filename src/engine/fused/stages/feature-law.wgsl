// A feature's value from its word (science/data/feature-law.ts), bit for bit: integers decide, a value is an integer times a
// power of two. No bindings of its own: the samplers (every-entry.wgsl, skipping.wgsl) read `task_table`, which holds per
// instance `bound`, then `scale` (science SamplingTable; sets: first words), then per feature the bits of I_f or each
// key's class, then the bits of 1/log2(1 − p).

// x of a word's place in its interval; `scale` = reciprocal·32 + shift
fn value_of(remainder: u32, scale: u32) -> f32 {
  let reciprocal = scale >> 5u;
  return value_by(remainder, 1u << (scale & 31u), reciprocal & 0xffffu, high_half(reciprocal));
}

// the same with its scale taken apart: 2^shift, and the reciprocal's halves
fn value_by(remainder: u32, power: u32, reciprocal_low: u32, reciprocal_high: u32) -> f32 {
  let integer = bitcast<i32>(multiply_high(reciprocal_low, reciprocal_high, remainder * power)); // V in [0, 2^24)
//@ if SIGNED
  return f32(integer - 8388608) * 0x1p-23;
//@ else
  return f32(integer) * 0x1p-24;
//@ end
}
