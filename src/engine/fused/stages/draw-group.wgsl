// Inputs of four samples at once, for a kernel that holds them all: x [f] of group g, samples 4g … 4g + 3.

//@ if SKIPPING
//@ for k in 1..ENTRIES
var<private> bound$k: u32;
//@ end

fn load_bounds(table: u32) {
  //@ for k in 1..ENTRIES
  bound$k = task_table[table + ${k}u];
  //@ end
}
//@ end

fn draw(x: ptr<function, array<vec4f, FEATURES>>, table: u32, group: u32, step: u32, seed: u32) {
//@ if SKIPPING
  // Loops end where their last invocation does, branches on SwiftShader never: hence one loop per four words, and a
  // count of bounds passed instead of a search.
  for (var f = 0u; f < FEATURES; f++) { (*x)[f] = vec4f(0.0); }
  for (var lane = 0u; lane < 4u; lane++) {
    var position = 0u;
    for (var call = 0u; position < FEATURES; call++) {
      var words = philox(vec4u(call, group * 4u + lane, step, 0u), vec2u(seed, 0u));
      for (var i = 0u; i < 4u && position < FEATURES; i++) {
        let word = words.x;
        words = words.yzwx;
        var gap = 0u;
        //@ for k in 1..ENTRIES
        gap += select(0u, 1u, bound$k <= word);
        //@ end
        let next = present_after(position, gap, word, table);
        if (next.inside) { (*x)[next.place][lane] = next.x; }
        position = next.place + 1u;
      }
    }
  }
//@ else
  for (var f = 0u; f < FEATURES; f++) { (*x)[f] = every_entry(f, group * 4u, step, seed, table); }
//@ end
}
