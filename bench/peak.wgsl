// Multiply-add peak of the adapter: independent chains of fused multiply-adds held in registers.
// Binding 0: out [invocations], so that nothing can be optimised away. Workgroup 64: full waves on every GPU.
@group(0) @binding(0) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(64)
fn peak(@builtin(global_invocation_id) id: vec3u) {
  let seed = f32(id.x) * 1e-6;
  var a = vec4f(seed, seed + 0.1, seed + 0.2, seed + 0.3);
  var b = a + 0.5;
  var c = a + 0.7;
  var d = a + 0.9;
  let m = vec4f(0.999999);
  let s = vec4f(1e-7);
  for (var i = 0u; i < 256u; i++) { // 16 chains x 4 repeats x 2 operations = 128 FLOP a turn
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
    a = fma(a, m, s); b = fma(b, m, s); c = fma(c, m, s); d = fma(d, m, s);
  }
  result[id.x] = a + b + c + d;
}
