/** What the error product compares outputs with (science/tasks/). */
import { columns } from './batch'
import * as D from './descriptor'
import { at } from './run'

/** Rows y [f, c]. Those of x serve for y = x and y = |x|, which the product takes on its way; other targets are written first. */
export function targets(): usize {
  const input = at(D.INPUT)
  if (!at(D.CONJUNCTION)) return input
  const out = at(D.TARGET_VALUES), n = at(D.FEATURES)
  for (let f: usize = 0; f < n; f++) {
    const own = input + f * D.ROW, next = input + (f + 1 == n ? 0 : f + 1) * D.ROW, to = out + f * D.ROW
    for (let c: usize = 0; c < columns * 4; c += 16) v128.store(to + c, f32x4.pmin(v128.load(own + c), v128.load(next + c)))
  }
  return out
}
