/** A campaign: at many drawn moments one fault each, and every sweep must end complete and equal to the undisturbed one. */
import type { RunRecord } from '../../src/runner/keeping/run-record'
import { browserFault } from './browser-fault'
import type { Fault, FaultKind, Struck, Survived } from './fault'
import { firstDifference } from './first-difference'
import { sweeps, type CampaignEngine } from './interrupted'
import { pageFault } from './page-faults'
import { runnerFault } from './runner-fault'

export const openFault = async (kind: FaultKind, origin: string): Promise<Fault> =>
  kind === 'runner' ? runnerFault() : kind === 'browser' ? browserFault(origin) : pageFault(kind, origin)

/** What nothing disturbed came to. */
export type Undisturbed = Map<CampaignEngine, readonly RunRecord[]>

/**
 * One moment is drawn in each of `moments` equal parts of the sweep; engines take turns.
 * @param say hears of each as it ends, with all so far  @param whole filled as needed
 */
export async function campaign(
  kind: FaultKind, fault: Fault, moments: number, seed: number, say: (line: string, survived: readonly Survived[]) => void, whole: Undisturbed = new Map(),
): Promise<Survived[]> {
  const draw = generator(seed)
  const survived: Survived[] = []
  // In no order, so that a campaign that is cut short has been everywhere.
  const places = Array.from({ length: moments }, (_, place) => ({ place, key: draw() })).sort((a, b) => a.key - b.key).map(({ place }) => place)
  for (let at = 0; at < moments; at++) {
    const engine = fault.engines[at % fault.engines.length]
    if (!whole.has(engine)) {
      const records = await fault.uninterrupted(engine)
      if (records.length !== sweeps[engine].plan.runs.length) throw new Error(`undisturbed, ${records.length} runs on ${engine}`)
      whole.set(engine, records)
    }
    const expected = whole.get(engine)!
    const { environment } = expected[0]
    const moment = (places[at] + draw()) / moments
    const began = performance.now()
    let struck: Struck = { records: [], retries: 0, secondsUntilTraining: null }
    let error: string | null = null
    try {
      struck = await fault.strike(engine, moment, draw())
    } catch (caught) { // what a product that did not survive throws at a driver
      error = String(caught).split('\n')[0]
    }
    const { records, retries, secondsUntilTraining } = struck
    const difference = error ?? firstDifference(expected, records)
    survived.push({
      kind, engine, engineVersion: environment!.engineVersion, adapter: environment!.adapter, moment, retries, secondsUntilTraining,
      complete: records.length === expected.length, difference,
    })
    say(`${kind} ${at + 1} of ${moments}, ${engine}, at ${(100 * moment).toFixed(0)}%: ${difference ?? 'equal to the bit'}; `
      + `${retries} retries${secondsUntilTraining === null ? '' : `, training after ${secondsUntilTraining.toFixed(1)} s`}, ${((performance.now() - began) / 1000).toFixed(1)} s`, survived)
  }
  return survived
}

/** Numbers in [0, 1): mulberry32. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
