// The data definition of science/feature-law.ts and science/random/philox.ts, bit for bit: integers decide, a value is
// an integer times a power of two. No bindings of its own: the kernel that includes it binds
//   task_table [i, TABLE] u32: `bound`, then `scale` (science SamplingTable), then per feature the bits of I_f, or the
//   class of each key for recall.
// 32-bit products' upper halves are built from 16-bit halves, because WGSL has no 64-bit product.

fn multiply_high(a: u32, b: u32) -> u32 {
  let a_low = a & 0xffffu;
  let a_high = a >> 16u;
  let b_low = b & 0xffffu;
  let b_high = b >> 16u;
  let middle = a_high * b_low + ((a_low * b_low) >> 16u); // < 2^32
  let cross = a_low * b_high + (middle & 0xffffu); // < 2^32
  return a_high * b_high + (middle >> 16u) + (cross >> 16u);
}

fn philox(counter: vec4u, key: vec2u) -> vec4u {
  var c = counter;
  var k = key;
  for (var round = 0u; round < 7u; round++) {
    let high0 = multiply_high(0xd2511f53u, c.x);
    let high1 = multiply_high(0xcd9e8d57u, c.z);
    c = vec4u(high1 ^ c.y ^ k.x, 0xcd9e8d57u * c.z, high0 ^ c.w ^ k.y, 0xd2511f53u * c.x);
    k += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}

// x of a word's place in its interval; `scale` = reciprocal·32 + shift
fn value_of(remainder: u32, scale: u32) -> f32 {
  let integer = i32(multiply_high(remainder << (scale & 31u), scale >> 5u)); // V in [0, 2^24)
//@ if SIGNED
  return f32(integer - 8388608) * 0x1p-23;
//@ else
  return f32(integer) * 0x1p-24;
//@ end
}
