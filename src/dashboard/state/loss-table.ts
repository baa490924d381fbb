/** A table of losses that the visitor opened, and the law fitted to it: in slices, so that the page stays free. Nothing of it is saved. */
import { signal, type ReadonlySignal } from '@preact/signals'
import { parseLossTable } from '../../experiment/loss-table'
import { describeProblem } from '../../experiment/problem'
import { failure, success, type Result } from '../../experiment/result'
import { describeUndetermined } from '../../report/loss-table-text'
import { formatBytes } from '../../report/quantities'
import { fittingLossTable, lossTableDraws, type LossTableFit } from '../../science/conclusions/loss-table-fit'
import type { LossRow } from '../../science/statistics/depth-width-law'
import { letOthersIn } from '../let-others-in'
import type { ChosenFile } from '../../runner/keeping/chosen-file'
import type { Page } from './page'

export type LossTableState =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly name: string; readonly reasons: readonly string[] }
  | { readonly kind: 'fitting'; readonly name: string; readonly share: number } // of the work, 0 to 1
  | { readonly kind: 'fitted'; readonly name: string; readonly leftOut: readonly string[]; readonly fit: LossTableFit }

export interface LossTables {
  readonly state: ReadonlySignal<LossTableState>
  /** Reads and fits it; one that is still being fitted is dropped. */
  open(file: ChosenFile): Promise<void>
  /** Fits the table that is open once more, by least squares or by Huber's loss. */
  refit(robust: boolean): Promise<void>
}

export function createLossTables({ announce, reveal }: { readonly announce: (text: string) => void; readonly reveal: Page['reveal'] }): LossTables {
  const state = signal<LossTableState>({ kind: 'none' })
  let table: { readonly name: string; readonly rows: readonly LossRow[]; readonly leftOut: readonly string[] } | null = null
  let latest = 0

  async function fit(robust: boolean): Promise<void> {
    if (table === null) return
    const { name, rows, leftOut } = table
    const own = ++latest
    state.value = { kind: 'fitting', name, share: 0 }
    const work = fittingLossTable(rows, { robust, draws: lossTableDraws, seed: 1 }, (share) => {
      // A hundredth is what a reader sees.
      const shown = state.peek()
      if (own === latest && shown.kind === 'fitting' && share - shown.share >= 0.01) state.value = { kind: 'fitting', name, share }
    })
    const result = await letOthersIn(work, () => own === latest)
    if (result === null) return
    if (!result.ok) return refuse(name, result.error.map(describeUndetermined))
    state.value = { kind: 'fitted', name, leftOut, fit: result.value }
    announce(`The law is fitted to ${name}.`)
  }

  function refuse(name: string, reasons: readonly string[]): void {
    table = null
    state.value = { kind: 'refused', name, reasons }
    announce(`${name} cannot be used: ${reasons.slice(0, 3).join('; ')}`)
  }

  return {
    state,
    async open(file) {
      const { name } = file, own = ++latest
      const text = await textOf(file)
      if (own !== latest) return
      reveal('loss-table')
      if (!text.ok) return refuse(name, [text.error])
      const read = parseLossTable(text.value)
      if (!read.ok) return refuse(name, read.error.map(describeProblem))
      table = { name, ...read.value }
      await fit(false)
    },
    refit: fit,
  }
}

/** The longest table that is read has far fewer. */
const maxTableBytes = 2 ** 21

async function textOf(file: ChosenFile): Promise<Result<string, string>> {
  if (file.size > maxTableBytes) return failure(`it has ${formatBytes(file.size)}, allowed are ${formatBytes(maxTableBytes)}`)
  return new Response(file.stream()).text().then(success, (error: unknown) => failure(`the browser could not read it (${String(error)})`))
}
