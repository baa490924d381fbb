/**
 * Several hypotheses at once [Holm 1979]: probabilities adjusted so that rejecting those below 5% errs anywhere with at most 5%,
 * whatever their dependence. The k-th smallest of m is multiplied by m − k + 1, and none falls below a smaller one's.
 */
export function holm(probabilities: readonly number[]): number[] {
  const order = probabilities.map((_, at) => at).sort((x, y) => probabilities[x] - probabilities[y])
  const adjusted = new Array<number>(probabilities.length).fill(1)
  let most = 0
  for (const [rank, at] of order.entries()) {
    most = Math.max(most, Math.min(1, (probabilities.length - rank) * probabilities[at]))
    adjusted[at] = most
  }
  return adjusted
}
