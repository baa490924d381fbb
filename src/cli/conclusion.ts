/** What a sweep concludes, for people and as the last line of its file. */
import { summarise } from '../science/summary'
import { isConcluded } from '../runner/keeping/results-store'
import type { RunRecord } from '../runner/keeping/run-record'
import { divergedSpecs, measuredRuns, unmeasuredRuns } from '../runner/keeping/measured'
import { describeControl } from '../report/control-text'
import { labelled, type LabelledSummary, nameRows } from '../report/labels'
import { noteTables } from '../report/note-table'
import { plainTable, textTable } from '../report/note-table-text'
import { describePremise } from '../report/premise-text'
import { describeVerdict } from '../report/verdict-text'
import { tierPromises } from '../report/reproduction-text'
import { tiersOf } from '../runner/reproduction/tiers'

export interface Tally {
  readonly planned: number
  readonly finished: number
  readonly unmeasured: number // of the finished
  readonly diverged: number
  readonly missing: number
}

export interface Conclusion {
  readonly tally: Tally
  readonly tiers: ReturnType<typeof tiersOf>
  readonly summary: LabelledSummary
}

/** @param records of the plan's runs, in any state  @param planned how many the plan has */
export function conclude(records: readonly RunRecord[], planned: number): Conclusion {
  const count = (kind: string): number => records.filter(({ status }) => status.kind === kind).length
  const finished = count('finished'), diverged = count('diverged')
  return {
    tiers: tiersOf(records.flatMap(({ status, environment }) => (isConcluded(status) ? environment ?? [] : []))),
    tally: { planned, finished, unmeasured: unmeasuredRuns(records), diverged, missing: planned - finished - diverged },
    summary: labelled(summarise(measuredRuns(records), divergedSpecs(records))),
  }
}

export function conclusionText(title: string, { tally, tiers, summary }: Conclusion): string {
  const verdict = describeVerdict(summary), nameOf = nameRows(summary.rows)
  const runs = `${tally.finished} of ${tally.planned} runs finished`
    + (tally.unmeasured > 0 ? ` (${tally.unmeasured} of them not measured, and left out)` : '')
    + (tally.diverged > 0 ? `, ${tally.diverged} diverged` : '') + (tally.missing > 0 ? `, ${tally.missing} missing` : '')
  return [
    title, runs, ...tiers.map(({ tier, runs: many }) => `reproducible at tier ${tier} (${many} of them): ${tierPromises[tier]}`), '',
    ...noteTables(summary).flatMap((table) => [plainTable(table), '']),
    ...summary.premise.map((premise) => describePremise(premise, nameOf)),
    `${verdict.preview ? `Preview (${verdict.design}). ` : ''}${verdict.sentence}`, ...verdict.finding, '', verdict.method,
    ...verdict.reasons.map((reason) => `- ${reason}`),
    ...verdict.caveats.map((caveat) => `! ${caveat}`),
    ...(summary.controls.length > 0 ? ['Calibration of the test, by the same code:'] : []),
    ...summary.controls.map((control) => `  ${describeControl(control)}`),
  ].join('\n')
}

/** Last line of a results file. */
export function summaryLine(experimentId: string, link: string, title: string, { tally, summary }: Conclusion): string {
  return JSON.stringify({
    kind: 'summary', format: 1, experimentId, experiment: link, title, runs: tally,
    table: noteTables(summary).map(textTable), verdict: describeVerdict(summary), summary,
  })
}
