/**
 * Whether training had settled: by how much the loss still fell at the end. With K points of the loss curve, the mean of
 * the last tenth is set against the mean of the tenth before it, relative to the former; above `settledBelow` a run is called
 * under-trained. One way only: where the learning rate falls to 0 every curve is flat at its end, so an improvement above it tells,
 * and one below tells nothing (run-caveats.ts says so); under a constant rate both tell. Null with fewer than ten points or where the loss ends at 0.
 */
import { curveParts } from '../criteria'

/** @param curve mean batch loss per probe interval [t] */
export function lateImprovement(curve: readonly number[]): number | null {
  if (curve.length < curveParts) return null
  const tenth = Math.round(curve.length / curveParts)
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const last = mean(curve.slice(-tenth)), before = mean(curve.slice(-2 * tenth, -tenth))
  return last > 0 ? (before - last) / last : null
}
