/** @returns what the browser offers; null where it has none, or throws when asked: a sandboxed frame, storage blocked (decision 0247) */
export function permitted<Offer>(ask: () => Offer | undefined): Offer | null {
  try {
    return ask() ?? null
  } catch { // the browser's entrance: refusing is an answer
    return null
  }
}
