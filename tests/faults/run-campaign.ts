/** Entry of `npm run faults`, loaded by scripts/fault-campaign.mjs. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { ensureChrome } from '../../scripts/chrome.mjs'
import { serveSite } from '../browser/lab-in-browser'
import { campaign, openFault } from './campaign'
import { faultKinds, type FaultKind } from './fault'
import { merged, reliabilityText, reportOf, type KindReport } from './reliability'

export interface CampaignOptions {
  readonly moments: number
  readonly only: readonly string[]
  readonly seed: number
  readonly write: boolean
}

/** @returns whether everything was survived */
export async function runCampaign({ moments, only, seed, write }: CampaignOptions, say: (line: string) => void): Promise<boolean> {
  const unknown = only.filter((kind) => !faultKinds.includes(kind as FaultKind))
  if (unknown.length > 0) throw new Error(`--only: allowed is ${faultKinds.join(', ')}; received ${unknown.join(', ')}`)
  const site = await serveSite()
  let survivedAll = true
  for (const kind of faultKinds.filter((one) => only.length === 0 || only.includes(one))) {
    const fault = await openFault(kind, site.origin)
    const survived = await campaign(kind, fault, moments, seed, say).finally(() => fault.close())
    const command = `npm run faults -- --moments ${moments} --only ${kind}`
    const report = reportOf(kind, survived, { seed, command, date: new Date().toISOString().slice(0, 10), versions: versions() })
    survivedAll &&= report.equal === moments
    say(`${kind}: ${report.equal} of ${moments} complete and equal to the bit`)
    if (write) record(report)
  }
  await site.close()
  return survivedAll
}

const paths = { json: 'docs/reliability.json', text: 'docs/reliability.md' } // from the root, where npm starts scripts

function record(report: KindReport): void {
  const before = existsSync(paths.json) ? JSON.parse(readFileSync(paths.json, 'utf8')) as KindReport[] : []
  const reports = merged(before, [report])
  writeFileSync(paths.json, `${JSON.stringify(reports, null, 2)}\n`)
  writeFileSync(paths.text, reliabilityText(reports))
}

function versions(): string {
  const chrome = execFileSync(ensureChrome(), ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  return `${chrome}; Node ${process.version}; ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} threads, shared with other work`
}
