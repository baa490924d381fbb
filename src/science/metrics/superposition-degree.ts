/**
 * Features per what: the note's degree of superposition n/m in each of its readings. Neurons that compute are divided
 * over layers; the residual stream's d dimensions are shared by all of them, and there the deep network is the denser.
 */
import type { Shape } from '../models/model'

export interface SuperpositionDegree {
  readonly featuresPerLayer: number // F/L
  readonly featuresPerNeuron: number // φ_neuron = F/(mL)
  readonly featuresPerResidualDimension: number // φ_resid = F/d
}

/** @param featuresLearned F, the primary count of the task */
export function superpositionDegree(featuresLearned: number, { width, depth, neurons }: Shape): SuperpositionDegree {
  return {
    featuresPerLayer: featuresLearned / depth,
    featuresPerNeuron: featuresLearned / (neurons * depth),
    featuresPerResidualDimension: featuresLearned / width,
  }
}
