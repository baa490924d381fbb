/**
 * AdamW as PyTorch defines it, decoupled decay first:
 *   p ← p − lr λ p;  m ← β1 m + (1 − β1) g;  v ← β2 v + (1 − β2) g²;  p ← p − lr (m c1) / (√(v c2) + ε)
 * with c1 = 1/(1 − β1^(t+1)), c2 = 1/(1 − β2^(t+1)). Leaves the gradient at zero for the next step.
 */
export function adam(
  parameters: usize, gradient: usize, first: usize, second: usize, count: usize,
  learningRate: f32, keep: f32, beta1: f32, beta1Rest: f32, beta2: f32, beta2Rest: f32, epsilon: f32, c1: f32, c2: f32,
): void {
  const zero = f32x4.splat(0)
  const lr = f32x4.splat(learningRate), kept = f32x4.splat(keep), eps = f32x4.splat(epsilon)
  const b1 = f32x4.splat(beta1), r1 = f32x4.splat(beta1Rest), b2 = f32x4.splat(beta2), r2 = f32x4.splat(beta2Rest)
  const k1 = f32x4.splat(c1), k2 = f32x4.splat(c2)
  const vectors = (count & ~3) * 4
  let at: usize = 0
  for (; at < vectors; at += 16) {
    const g = v128.load(gradient + at)
    const m = f32x4.add(f32x4.mul(b1, v128.load(first + at)), f32x4.mul(r1, g))
    const v = f32x4.add(f32x4.mul(b2, v128.load(second + at)), f32x4.mul(r2, f32x4.mul(g, g)))
    const update = f32x4.div(f32x4.mul(lr, f32x4.mul(m, k1)), f32x4.add(f32x4.sqrt(f32x4.mul(v, k2)), eps))
    v128.store(first + at, m)
    v128.store(second + at, v)
    v128.store(parameters + at, f32x4.sub(f32x4.mul(kept, v128.load(parameters + at)), update))
    v128.store(gradient + at, zero)
  }
  for (; at < count * 4; at += 4) { // the same operations, one lane
    const g = load<f32>(gradient + at)
    const m = beta1 * load<f32>(first + at) + beta1Rest * g
    const v = beta2 * load<f32>(second + at) + beta2Rest * (g * g)
    const update = (learningRate * (m * c1)) / (sqrt<f32>(v * c2) + epsilon)
    store<f32>(first + at, m)
    store<f32>(second + at, v)
    store<f32>(parameters + at, keep * load<f32>(parameters + at) - update)
    store<f32>(gradient + at, 0)
  }
}
