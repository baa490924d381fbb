/** The run at hand: reads its descriptor. */
import * as D from './descriptor'

let run: usize = 0
export function setRun(descriptor: usize): void {
  run = descriptor
}

// @ts-ignore: decorator
@inline export function at(field: usize): usize {
  return <usize>load<u32>(run + field * 4)
}
// @ts-ignore: decorator
@inline export function number(field: usize): f32 {
  return load<f32>(run + field * 4)
}
/** Address of a tensor, or of its gradient, from the field that holds its offset. */
// @ts-ignore: decorator
@inline export function parameter(field: usize): usize {
  return at(D.PARAMETERS) + at(field) * 4
}
// @ts-ignore: decorator
@inline export function gradientOf(field: usize): usize {
  return at(D.GRADIENT) + at(field) * 4
}
