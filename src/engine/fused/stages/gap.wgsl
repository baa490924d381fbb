// Gap of the skipping sampler by search: for tables too long to be counted through.

// Features skipped by a word: the largest k with bound[k] ≤ word. A guess by the logarithm of the geometric law
// (per_gap = 1/log2(1 − p)), put right on the integer bounds, so that no float decides.
fn gap_of(word: u32, per_gap: f32, table: u32) -> u32 {
  var k = u32(clamp((log2(f32(~word) + 1.0) - 32.0) * per_gap, 0.0, f32(ENTRIES - 1u)));
  while (task_table[table + k] > word) { k -= 1u; }
  while (k < ENTRIES - 1u && task_table[table + min(k + 1u, ENTRIES - 1u)] <= word) { k += 1u; }
  return k;
}
