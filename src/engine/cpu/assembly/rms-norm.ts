/** RMSNorm of columns (science/models/rms-norm.ts): N = r·g, g = 1/√(1/d Σ_h r_h² + ε). Sums over h in the order of h. */
import { ROW } from './descriptor'

const EPSILON: f32 = 1e-6

/** out [h, c] and factors [c] from rows [h, c]. @param columns a multiple of 4 */
export function normalise(out: usize, factors: usize, rows: usize, width: usize, columns: usize): void {
  const share = f32x4.splat(<f32>(1.0 / <f64>width)), epsilon = f32x4.splat(EPSILON), one = f32x4.splat(1)
  for (let c: usize = 0; c < columns * 4; c += 16) {
    let squares = f32x4.splat(0)
    for (let h: usize = 0; h < width; h++) {
      const r = v128.load(rows + h * ROW + c)
      squares = f32x4.add(squares, f32x4.mul(r, r))
    }
    const g = f32x4.div(one, f32x4.sqrt(f32x4.add(f32x4.mul(squares, share), epsilon)))
    v128.store(factors + c, g)
    for (let h: usize = 0; h < width; h++) v128.store(out + h * ROW + c, f32x4.mul(g, v128.load(rows + h * ROW + c)))
  }
}

/** gradient = base + g (gradient − N · 1/d Σ_h gradient·N): from what is lost by N to what is lost by r. */
export function rmsNormBackward(gradient: usize, normalised: usize, factors: usize, base: usize, width: usize, columns: usize): void {
  const share = f32x4.splat(<f32>(1.0 / <f64>width))
  for (let c: usize = 0; c < columns * 4; c += 16) {
    let along = f32x4.splat(0)
    for (let h: usize = 0; h < width; h++) {
      along = f32x4.add(along, f32x4.mul(v128.load(gradient + h * ROW + c), v128.load(normalised + h * ROW + c)))
    }
    along = f32x4.mul(along, share)
    const g = v128.load(factors + c)
    for (let h: usize = 0; h < width; h++) {
      const at = h * ROW + c
      const across = f32x4.sub(v128.load(gradient + at), f32x4.mul(v128.load(normalised + at), along))
      v128.store(gradient + at, f32x4.add(v128.load(base + at), f32x4.mul(g, across)))
    }
  }
}
