/** Entry of `npm run faults`, loaded by scripts/fault-campaign.mjs. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { ensureChrome } from '../../scripts/chrome.mjs'
import { serveSite } from '../browser/lab-in-browser'
import { campaign, openFault } from './campaign'
import { faultKinds, type FaultKind } from './fault'
import { merged, reportOf, type KindReport } from './reliability'
import { writeReliability } from './reliability-file'

export interface CampaignOptions {
  readonly moments: number
  readonly only: readonly string[]
  readonly seed: number
  readonly write: boolean
  /** Where a built lab is served already; else it is built and served. */
  readonly origin: string | null
}

/** @returns whether everything was survived */
export async function runCampaign({ moments, only, seed, write, origin }: CampaignOptions, say: (line: string) => void): Promise<boolean> {
  const unknown = only.filter((kind) => !faultKinds.includes(kind as FaultKind))
  if (unknown.length > 0) throw new Error(`--only: allowed is ${faultKinds.join(', ')}; received ${unknown.join(', ')}`)
  const site = origin === null ? await serveSite() : { origin, close: async () => {} }
  let survivedAll = true
  for (const kind of faultKinds.filter((one) => only.length === 0 || only.includes(one))) {
    const fault = await openFault(kind, site.origin)
    const command = `npm run faults -- --moments ${moments} --only ${kind}`
    const made = { seed, command, date: new Date().toISOString().slice(0, 10), versions: versions() }
    const survived = await campaign(kind, fault, moments, seed, (line, soFar) => {
      say(line)
      if (write) record(reportOf(kind, soFar, made)) // a campaign that is cut short has said what it found
    }).finally(() => fault.close())
    const report = reportOf(kind, survived, made)
    survivedAll &&= report.equal === moments
    say(`${kind}: ${report.equal} of ${moments} complete and equal to the bit`)
  }
  await site.close()
  return survivedAll
}

const paths = { json: 'docs/reliability.json' } // from the root, where npm starts scripts

function record(report: KindReport): void {
  const before = existsSync(paths.json) ? JSON.parse(readFileSync(paths.json, 'utf8')) as KindReport[] : []
  const reports = merged(before, [report])
  write(paths.json, `${JSON.stringify(reports, null, 2)}\n`)
  writeReliability('.')
}

/** Whole or not at all: kinds may run side by side. */
function write(path: string, text: string): void {
  writeFileSync(`${path}.${process.pid}`, text)
  renameSync(`${path}.${process.pid}`, path)
}

function versions(): string {
  const chrome = execFileSync(ensureChrome(), ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  return `${chrome}; Node ${process.version}; ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} threads, shared with other work`
}
