/**
 * How exactly a result can be reproduced: three tiers of promise, their texts and their bands. Everything that names a
 * tier (receipts, exports, reports, the page) takes it from here; tests hold each promise.
 */
import { engineTraits, isEngineName } from '../../protocol/engines'
import { receiptCountBand, receiptLossBand } from '../../science/criteria'

export type Tier = 'A' | 'B' | 'C'

export const tierPromises: Readonly<Record<Tier, string>> = {
  A: 'data, initial parameters and schedule: the same bits on every engine and machine',
  B: 'trained by the cpu engine: the same bits in every browser and in Node',
  C: 'trained on WebGPU or by TensorFlow.js: the same bits on the same adapter and browser, '
    + `elsewhere every loss within ${100 * receiptLossBand}% and every count within ${100 * receiptCountBand.relative}% or ${receiptCountBand.absolute}`,
}

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
