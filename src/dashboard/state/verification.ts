/** Training again what a receipt promises, to see whether it comes out the same. What it trains is not saved. */
import { signal, type ReadonlySignal } from '@preact/signals'
import type { EngineChoice } from '../../protocol/engines'
import { conduct } from '../../runner/conduct/conduct'
import type { Comparison } from '../../experiment/receipt-comparison'
import type { PooledTrainer, Sweep, SweepProgress } from '../../runner/conduct/sweep'
import { encodeReceipt, type Receipt } from '../../experiment/receipt'
import { fetchPart } from '../fetch-part'
import type { OnDesk } from './desk'

export type VerificationState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'training'; readonly progress: SweepProgress }
  | { readonly kind: 'stopped' }
  | {
    readonly kind: 'compared'
    readonly comparison: Comparison
    /** What trained, and what it had to say. */
    readonly engines: readonly string[]
    readonly notices: readonly string[]
  }
  | { readonly kind: 'refused'; readonly reason: string }

export interface Verifier {
  /** Of this receipt of this experiment; one is trained again at a time. */
  of(onDesk: OnDesk, receipt: Receipt): VerificationState
  readonly isTraining: ReadonlySignal<boolean>
  /** @param runs most runs to train again, spread over the receipt */
  start(onDesk: OnDesk, receipt: Receipt, engine: EngineChoice, runs: number): Promise<void>
  stop(): void
}

export interface VerifierOptions {
  readonly spawn: () => PooledTrainer
  readonly trainers: number
  readonly now: () => number
}

export function createVerifier({ spawn, trainers, now }: VerifierOptions): Verifier {
  const states = signal<ReadonlyMap<string, VerificationState>>(new Map())
  const isTraining = signal(false)
  let sweep: Sweep | null = null
  const keyOf = (onDesk: OnDesk, receipt: Receipt): string => `${onDesk.id} ${encodeReceipt(receipt)}`

  return {
    of: (onDesk, receipt) => states.value.get(keyOf(onDesk, receipt)) ?? { kind: 'idle' },
    isTraining,
    async start(onDesk, receipt, engine, runs) {
      if (isTraining.peek()) return
      isTraining.value = true
      const key = keyOf(onDesk, receipt)
      const show = (state: VerificationState): void => { states.value = new Map([...states.peek(), [key, state]]) }
      await trainAgain(onDesk, receipt, engine, runs, show)
        .catch((error: unknown) => show({ kind: 'refused', reason: `it broke off (${String(error)})` })) // a lost chunk of the page, say
        .finally(() => {
          sweep = null
          isTraining.value = false
        })
    },
    stop: () => sweep?.stop(),
  }

  async function trainAgain(onDesk: OnDesk, receipt: Receipt, engine: EngineChoice, runs: number, show: (state: VerificationState) => void): Promise<void> {
    const parts = await fetchPart(() => Promise.all([import('../../runner/reproduction/verify'), import('../../runner/reproduction/receipt')]))
    if (parts === null) return show({ kind: 'refused', reason: 'a part of the lab could not be fetched: reload the page' })
    const [{ planVerification }, { compareWithReceipt }] = parts
    const planned = planVerification(receipt, onDesk.plan, runs)
    if (!planned.ok) return show({ kind: 'refused', reason: planned.error })
    const own = conduct(planned.value.sample, spawn, { engine, trainers, now })
    sweep = own
    own.subscribe(() => show({ kind: 'training', progress: own.view().progress }))
    const { runs: records, progress } = await own.done
    const engines = [...new Set(records.flatMap(({ environment }) => (environment === null ? [] : [`${environment.engine} engine, version ${environment.engineVersion} (${environment.adapter})`])))]
    show(records.some(({ status }) => status.kind === 'stopped') ? { kind: 'stopped' }
      : { kind: 'compared', comparison: compareWithReceipt(planned.value.receipt, onDesk.plan, records), engines, notices: progress.notices })
  }
}
