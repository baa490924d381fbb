/**
 * How exactly a result can be reproduced: of which of the three tiers of promise it is (A: data and start; experiment/receipt.ts).
 * Everything that names a tier (receipts, exports, reports, the page) takes it from here; tests hold each promise.
 */
import { engineTraits, isEngineName } from '../../protocol/engines'

/** Of a result's trained parameters and whatever is measured on them; its data and start are always of tier A. */
export function tierOf({ engine }: { readonly engine: string }): 'B' | 'C' {
  return isEngineName(engine) && engineTraits[engine].hasPortableBits ? 'B' : 'C'
}

/** Which tiers these results are of, and how many runs each. */
export function tiersOf(environments: readonly { readonly engine: string }[]): readonly { readonly tier: 'B' | 'C'; readonly runs: number }[] {
  return (['B', 'C'] as const).flatMap((tier) => {
    const runs = environments.filter((environment) => tierOf(environment) === tier).length
    return runs > 0 ? [{ tier, runs }] : []
  })
}
