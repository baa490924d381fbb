/** What a sweep concludes, for people and as the last line of its file. */
import { controlWords } from '../science/conclusions/controls'
import { summarise, type Summary } from '../science/summary'
import { isConcluded } from '../runner/keeping/results-store'
import type { RunRecord } from '../runner/keeping/run-record'
import { divergedSpecs, measuredRuns } from '../runner/keeping/measured'
import { noteTables, plainTable } from '../runner/exports/note-table-text'
import { tierPromises, tiersOf } from '../runner/reproduction/tiers'

export interface Tally {
  readonly planned: number
  readonly finished: number
  readonly diverged: number
  readonly missing: number
}

export interface Conclusion {
  readonly tally: Tally
  readonly tiers: ReturnType<typeof tiersOf>
  readonly summary: Summary
}

/** @param records of the plan's runs, in any state  @param planned how many the plan has */
export function conclude(records: readonly RunRecord[], planned: number): Conclusion {
  const count = (kind: string): number => records.filter(({ status }) => status.kind === kind).length
  const finished = count('finished'), diverged = count('diverged')
  return { tiers: tiersOf(records.flatMap(({ status, environment }) => (isConcluded(status) ? environment ?? [] : []))), tally: { planned, finished, diverged, missing: planned - finished - diverged }, summary: summarise(measuredRuns(records), divergedSpecs(records)) }
}

export function conclusionText(title: string, { tally, tiers, summary }: Conclusion): string {
  const { verdict } = summary
  const runs = `${tally.finished} of ${tally.planned} runs finished`
    + (tally.diverged > 0 ? `, ${tally.diverged} diverged` : '') + (tally.missing > 0 ? `, ${tally.missing} missing` : '')
  return [
    title, runs, ...tiers.map(({ tier, runs: many }) => `reproducible at tier ${tier} (${many} of them): ${tierPromises[tier]}`), '',
    ...noteTables(summary).flatMap((table) => [plainTable(table), '']),
    ...summary.premise.map(({ sentence }) => sentence),
    verdict.sentence, '', verdict.paragraph,
    ...verdict.reasons.map((reason) => `- ${reason}`),
    ...verdict.caveats.map((caveat) => `! ${caveat}`),
    ...(summary.controls.length > 0 ? ['Calibration of the test, by the same code:'] : []),
    ...summary.controls.map((control) => `  ${controlWords(control)}`),
  ].join('\n')
}

/** Last line of a results file. */
export function summaryLine(experimentId: string, link: string, title: string, { tally, summary }: Conclusion): string {
  return JSON.stringify({
    kind: 'summary', format: 1, experimentId, experiment: link, title, runs: tally,
    table: noteTables(summary), verdict: summary.verdict, summary,
  })
}
