export interface LossWindow {
  /** Mean over the window's steps [i]; not finite where any of them is not. */
  readonly mean: Float32Array
  /** Row of the first loss that is not finite, per instance; −1 where all are. [i] */
  readonly firstNotFinite: Int32Array
}

/** Losses [t, i] of the steps since the last probe, averaged in float64. */
export function lossWindow(losses: Float32Array, instances: number): LossWindow {
  const steps = losses.length / instances
  const mean = new Float32Array(instances)
  const firstNotFinite = new Int32Array(instances).fill(-1)
  for (let i = 0; i < instances; i++) {
    let sum = 0
    for (let t = 0; t < steps; t++) {
      const loss = losses[t * instances + i]
      sum += loss
      if (firstNotFinite[i] < 0 && !Number.isFinite(loss)) firstNotFinite[i] = t
    }
    mean[i] = sum / steps
  }
  return { mean, firstNotFinite }
}
