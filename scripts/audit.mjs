// npm run audit: asks the registry for known vulnerabilities of what the lab ships. High and critical ones fail; where
// the registry cannot be asked (no network, a mirror without audits) it says so and does not fail.
import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { root } from './install.mjs'

/** What an answer of `npm audit --json` comes to; anything but a report is no answer. */
export function judgeAudit(text) {
  let report = null
  try {
    report = JSON.parse(text)
  } catch { /* npm said something else */ }
  const vulnerabilities = report?.vulnerabilities
  if (typeof vulnerabilities !== 'object' || vulnerabilities === null || report.metadata?.vulnerabilities === undefined) {
    const why = typeof report?.message === 'string' ? report.message : 'no report came back'
    return { kind: 'unanswered', messages: [`the registry could not be asked about known vulnerabilities: ${why}`] }
  }
  const all = Object.values(vulnerabilities)
  const grave = all.filter(({ severity }) => severity === 'high' || severity === 'critical')
  const describe = ({ name, severity, range, via }) =>
    `${severity}: ${name} ${range} (${via.map((one) => (typeof one === 'string' ? `by ${one}` : one.title)).join('; ')})`
  if (grave.length > 0) return { kind: 'found', messages: grave.map(describe) }
  return { kind: 'clean', messages: [`no high or critical vulnerability is known of what the lab ships; lesser ones: ${all.length}`, ...all.map(describe)] }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=15000'], {
    cwd: root, encoding: 'utf8', timeout: 60_000, maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'], shell: process.platform === 'win32',
  })
  const { kind, messages } = judgeAudit(stdout ?? '')
  for (const line of messages) console.log(`audit: ${line}`)
  process.exit(kind === 'found' ? 1 : 0)
}
