import type { GroupCheckpoint } from '../protocol/group-checkpoint'

/** The losses between two probes, read in any number of parts: averaged in float64, the first one that is not finite noted. */
export class LossWindow {
  /** First step whose loss was not finite, counted from 1; 0 while all were. */
  readonly divergedAt: Int32Array // [i]
  readonly #sum: Float64Array // [i]
  #steps: number

  /** @param from what was seen before a checkpoint, of as many runs */
  constructor(instances: number, from?: GroupCheckpoint) {
    this.divergedAt = from?.divergedAt.slice() ?? new Int32Array(instances)
    this.#sum = from?.lossSum.slice() ?? new Float64Array(instances)
    this.#steps = from?.lossSteps ?? 0
  }

  /** @param losses [t, i] of the latest steps  @param step steps done, the last of these included */
  add(losses: Float32Array, step: number): void {
    const instances = this.#sum.length
    const steps = losses.length / instances
    for (let i = 0; i < instances; i++) {
      for (let t = 0; t < steps; t++) {
        const loss = losses[t * instances + i]
        this.#sum[i] += loss
        if (this.divergedAt[i] === 0 && !Number.isFinite(loss)) this.divergedAt[i] = step - steps + t + 1
      }
    }
    this.#steps += steps
  }

  /** Mean loss per run since the last call [i]; not finite where any loss was not. */
  close(): Float32Array {
    const mean = Float32Array.from(this.#sum, (sum) => sum / this.#steps)
    this.#sum.fill(0)
    this.#steps = 0
    return mean
  }

  snapshot(): Pick<GroupCheckpoint, 'lossSum' | 'lossSteps' | 'divergedAt'> {
    return { lossSum: this.#sum.slice(), lossSteps: this.#steps, divergedAt: this.divergedAt.slice() }
  }
}
