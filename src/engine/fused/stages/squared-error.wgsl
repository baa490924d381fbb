// One output's part of the importance-weighted squared error (science/training/task-loss.ts):
//   loss = Σ_b 1/B Σ_f I_f (σ(a_f) − y_f)²,  ∂loss/∂a_f = 2/B I_f (σ(a_f) − y_f) σ′(a_f)
// No bindings. The caller sums weighted·error over outputs in its own order.

struct Graded { error: Samples, weighted: Samples, back: Samples } // back: ∂loss/∂a

fn graded(a: Samples, x: Samples, next: Samples, importance: f32, weight: Samples) -> Graded {
  let error = output_of(a) - answer(x, next);
  let weighted = weight * (importance * error);
  return Graded(error, weighted, gated(2.0 * weighted, a));
}
