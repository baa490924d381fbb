// The skipping sampler (science/data/feature-law.ts): one word per present feature gives how many are skipped before it, and
// its value from the word's place in that gap's interval. How the gap is found is the kernel's: gap.wgsl, or counting.

struct Present { place: u32, feature: u32, x: f32, inside: bool }

// The feature `gap` places after `position`. No branch around what uses it: past the last feature x is 0, and `feature`
// one that may be read.
fn present_after(position: u32, gap: u32, word: u32, table: u32) -> Present {
  let place = position + gap;
  let inside = place < FEATURES;
  let x = select(0.0, value_of(word - task_table[table + gap], task_table[table + ENTRIES + gap]), inside);
  return Present(place, min(place, FEATURES - 1u), x, inside);
}
