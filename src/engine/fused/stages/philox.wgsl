// Philox4x32-7 (science/random/philox.ts), bit for bit: four words from a counter and a key. No bindings.
//
// 32-bit products' upper halves are built from 16-bit halves, because WGSL has no 64-bit product. SwiftShader runs a
// shift lane by lane (5.2 ns against 1.5 for a product), so there the upper half of a word comes out of a float's
// mantissa, exactly: SOFT_SHIFT, measured 101 ns a call of four lanes against 257, same bits.

// upper 16 bits
fn high_half(x: u32) -> u32 {
//@ if SOFT_SHIFT
  // x rounded to a multiple of 2^16 is exact in f32; 1.5·2^23 + an integer keeps that integer in the low mantissa bits.
  return bitcast<u32>(f32(bitcast<i32>(x & 0xffff0000u)) * 0x1p-16 + 12582912.0) & 0xffffu;
//@ else
  return x >> 16u;
//@ end
}

// upper word of (a_high·2^16 + a_low)·b
fn multiply_high(a_low: u32, a_high: u32, b: u32) -> u32 {
  let b_low = b & 0xffffu;
  let b_high = high_half(b);
  let middle = a_high * b_low + high_half(a_low * b_low); // < 2^32
  let cross = a_low * b_high + (middle & 0xffffu); // < 2^32
  return a_high * b_high + high_half(middle) + high_half(cross);
}

fn philox_round(c: vec4u, key: vec2u) -> vec4u {
  let high0 = multiply_high(0x1f53u, 0xd251u, c.x);
  let high1 = multiply_high(0x8d57u, 0xcd9eu, c.z);
  return vec4u(high1 ^ c.y ^ key.x, 0xcd9e8d57u * c.z, high0 ^ c.w ^ key.y, 0xd2511f53u * c.x);
}

fn philox(counter: vec4u, key: vec2u) -> vec4u {
  const weyl = vec2u(0x9e3779b9u, 0xbb67ae85u);
  var c = philox_round(counter, key);
  c = philox_round(c, key + weyl);
  c = philox_round(c, key + vec2u(0x3c6ef372u, 0x76cf5d0au)); // 2·weyl mod 2^32, and so on
  c = philox_round(c, key + vec2u(0xdaa66d2bu, 0x32370b8fu));
  c = philox_round(c, key + vec2u(0x78dde6e4u, 0xed9eba14u));
  c = philox_round(c, key + vec2u(0x1715609du, 0xa9066899u));
  return philox_round(c, key + vec2u(0xb54cda56u, 0x646e171eu));
}
