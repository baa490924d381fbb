// npm run audit: asks the registry for known vulnerabilities of what the lab ships. High and critical ones fail; where
// the registry cannot be asked (no network, a mirror without audits) it says so and does not fail.
import { spawnSync } from 'node:child_process'
import { root } from './install.mjs'

interface Vulnerability { readonly name: string; readonly severity: string; readonly range: string; readonly via: readonly (string | { readonly title: string })[] }
interface Report { readonly vulnerabilities: Readonly<Record<string, Vulnerability>>; readonly metadata: { readonly vulnerabilities?: object }; readonly message: unknown }

/** What an answer of `npm audit --json` comes to; anything but a report is no answer. */
export function judgeAudit(text: string): { readonly kind: 'unanswered' | 'found' | 'clean'; readonly messages: readonly string[] } {
  let report: Partial<Report> | null = null
  try {
    report = JSON.parse(text) as Partial<Report> | null
  } catch { /* npm said something else */ }
  const vulnerabilities = report?.vulnerabilities
  if (typeof vulnerabilities !== 'object' || vulnerabilities === null || report?.metadata?.vulnerabilities === undefined) {
    const why = typeof report?.message === 'string' ? report.message : 'no report came back'
    return { kind: 'unanswered', messages: [`the registry could not be asked about known vulnerabilities: ${why}`] }
  }
  const all = Object.values(vulnerabilities)
  const grave = all.filter(({ severity }) => severity === 'high' || severity === 'critical')
  const describe = ({ name, severity, range, via }: Vulnerability): string =>
    `${severity}: ${name} ${range} (${via.map((one) => (typeof one === 'string' ? `by ${one}` : one.title)).join('; ')})`
  if (grave.length > 0) return { kind: 'found', messages: grave.map(describe) }
  return { kind: 'clean', messages: [`no high or critical vulnerability is known of what the lab ships; lesser ones: ${all.length}`, ...all.map(describe)] }
}

export function main(): number {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=15000'], {
    cwd: root, encoding: 'utf8', timeout: 60_000, maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'], shell: process.platform === 'win32',
  })
  const { kind, messages } = judgeAudit(stdout ?? '')
  for (const line of messages) console.log(`audit: ${line}`)
  return kind === 'found' ? 1 : 0
}
