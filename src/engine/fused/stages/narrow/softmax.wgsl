// Recall's cross-entropy (science/training/task-loss.ts), on the fly: Σ_f e^{z_f − M} and Σ_f e^{z_f − M} U_f run beside each
// other, so that no logit is stored (n² of them). M is the right answer's logit, so that the sum holds e⁰; only where another
// leads it by more than LEAD are the sums taken again, with M = that one. (Rescaling as M rises cost twice the time.)
// Serves where U is frozen, unbiased and linear. Fills the loss row; returns ∂loss/∂q.

const LEAD = 60.0; // n·e^60 stays far inside f32

fn read_out(own: Own, q: Chunk) -> Chunk {
  let weight = weight_of(own.first_sample);
  let right = own.parameters + ${UNEMBEDDING}u + classes_of(own.first_sample, own.table) * WIDTH;
  var hit = Samples(0.0); // the right answer's logit
  var wanted: array<Samples, WIDTH>; // and its row of U
  var read: array<Samples, WIDTH>;
  //@ for j in 0..D
  read[$j] = q.h$j;
  //@ end
  for (var h = 0u; h < WIDTH; h++) {
    wanted[h] = entries(right, h);
    hit += read[h] * wanted[h];
  }
  var base = hit;
  var total = Samples(0.0);
  //@ for j in 0..D
  var g$j = Samples(0.0);
  //@ end
  var again = true;
  while (again) { // once, unless a wrong answer leads by more than LEAD
    var top = base;
    total = Samples(0.0);
    //@ for j in 0..D
    g$j = Samples(0.0);
    //@ end
    for (var f = 0u; f < OUTPUTS; f += 4u) {
      let feature = min(four(f), vec4u(FEATURES - 1u));
      let z = dots(own.parameters + ${UNEMBEDDING}u + feature * WIDTH, vec4f(0.0), q);
      //@ for u in 0..4
      //@ if RAGGED_FEATURES
      let e$u = select(Samples(0.0), exp(z.sums.v$u - base), four(f)[$u] < FEATURES);
      //@ else
      let e$u = exp(z.sums.v$u - base);
      //@ end
      total += e$u;
      top = max(top, z.sums.v$u);
      //@ end
      //@ for j in 0..D
      g$j = g$j + z.rows.w$j[0] * e0 + z.rows.w$j[1] * e1 + z.rows.w$j[2] * e2 + z.rows.w$j[3] * e3;
      //@ end
    }
    again = above(top, base + LEAD);
    base = select(base, top, top > base + LEAD); // a sample that does not lead repeats its own bits
//@ if QUAD_SWAPS
    again = subgroupAny(again); // rows are handed round only among invocations that are all there
//@ end
  }
  activations[cell(own, ${LOSS}u)] = weight * (log(total) + (base - hit));
  let inverse = Samples(1.0) / total;
  return Chunk(
    //@ for j in 0..D
    weight * (g$j * inverse - wanted[$j]),
    //@ end
  );
}

fn above(a: Samples, b: Samples) -> bool {
//@ if LANES4
  return any(a > b);
//@ else
  return a > b;
//@ end
}
