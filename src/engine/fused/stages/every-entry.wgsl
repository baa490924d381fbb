// The every-entry sampler (science/data/feature-law.ts): one word per feature and sample decides presence and value; with
// sets a further word per set and sample decides presence. One Philox call serves four samples.

// x_f of the samples from first_sample on; `table`: first word of the instance's task table
fn every_entry(f: u32, first_sample: u32, step: u32, seed: u32, table: u32) -> Samples {
  let words = philox(vec4u(f, first_sample >> 2u, step, 0u), vec2u(seed, 0u));
  let bound = task_table[table + f];
//@ if SETS
  let choice = philox(vec4u(FEATURES + f / ${SET_SIZE}u, first_sample >> 2u, step, 0u), vec2u(seed, 0u))
    - vec4u(task_table[table + ENTRIES + f]); // the first of those of its set's words that mean this feature
  let scale = 0x20000000u; // 2^24·32: the value's interval is every word
//@ else
  let choice = words;
  let scale = task_table[table + ENTRIES + f];
//@ end
  let power = 1u << (scale & 31u);
  let reciprocal = scale >> 5u;
  let low = reciprocal & 0xffffu;
  let high = reciprocal >> 16u;
//@ if LANES4
  let value = vec4f(
    value_by(words.x, power, low, high), value_by(words.y, power, low, high),
    value_by(words.z, power, low, high), value_by(words.w, power, low, high),
  );
  return select(vec4f(0.0), value, choice <= vec4u(bound));
//@ else
  let lane = first_sample & 3u;
  return select(0.0, value_by(words[lane], power, low, high), choice[lane] <= bound);
//@ end
}
