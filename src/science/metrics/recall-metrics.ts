/**
 * What a recall network has stored: n keys, each to be answered with one of n classes.
 *
 *   F_argmax = #{i : argmax_c z_c(i) = π(i)}        a tie counts as wrong
 *   F_bits   = n(ln n − CE)/ln n                    primary: 0 at chance, n when certain, smooth over capacity
 *   bits per parameter = n(ln n − CE)/(N ln 2)      language models: about 2 [Allen-Zhu & Li 2024]
 */
export interface RecallScores {
  readonly crossEntropy: Float64Array // of key i, nats [f]
  readonly correct: Uint8Array // argmax is π(i) [f]
  readonly rival: Uint32Array // the highest other class [f]
}

export function emptyRecallScores(n: number): RecallScores {
  return { crossEntropy: new Float64Array(n), correct: new Uint8Array(n), rival: new Uint32Array(n) }
}

/** Scores keys first … first + B − 1 from their logits [b, f] into `scores`. targets: π [f]. */
export function scoreKeys(scores: RecallScores, logits: Float64Array, targets: Uint32Array, first: number): void {
  const n = targets.length
  for (let b = 0; b < logits.length / n; b++) {
    const row = b * n, target = targets[first + b]
    let rival = target === 0 ? 1 : 0
    for (let c = 0; c < n; c++) if (c !== target && logits[row + c] > logits[row + rival]) rival = c
    const largest = Math.max(logits[row + target], logits[row + rival])
    let total = 0
    for (let c = 0; c < n; c++) total += Math.exp(logits[row + c] - largest)
    scores.crossEntropy[first + b] = Math.log(total) + largest - logits[row + target]
    scores.correct[first + b] = logits[row + target] > logits[row + rival] ? 1 : 0
    scores.rival[first + b] = rival
  }
}

/** F_bits. @param crossEntropy mean over keys, nats */
export const featuresByBits = (n: number, crossEntropy: number): number => n * (Math.log(n) - crossEntropy) / Math.log(n)

/** @param parameters N, non-embedding weights */
export const bitsPerParameter = (n: number, crossEntropy: number, parameters: number): number =>
  n * (Math.log(n) - crossEntropy) / (parameters * Math.LN2)
