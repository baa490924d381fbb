/** Steps done at each probe: `probes` of them, evenly spaced, the last at the last step; fewer when there are fewer steps. */
export function probeSteps(steps: number, probes: number): number[] {
  const count = Math.min(steps, probes)
  return Array.from({ length: count }, (_, k) => Math.round(((k + 1) * steps) / count))
}
