// npm test: installs Node's packages, finds a Chromium (scripts/chrome.mjs: asks before it installs one, except with CI=true)
// and runs everything. `npm test -- types lint node` runs the named stages only. The last line counts the tests of all stages.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromeFlags, ensureChrome, findChrome, vulkanEnvironment } from './chrome.mjs'
import { ensureInstalled, root } from './install.mjs'
import { ensureReaders } from './readers.mjs'

ensureInstalled()
const wanted = process.argv.slice(2)
const needsChrome = wanted.length === 0 || wanted.some((name) => name === 'node' || name === 'browser')
const chrome = needsChrome ? ensureChrome() : findChrome()
if (wanted.length === 0 || wanted.includes('node')) ensureReaders()
const env = { ...process.env, ...vulkanEnvironment(), ...(chrome ? { CHROME_PATH: chrome } : {}), CHROME_FLAGS: JSON.stringify(chromeFlags()) }
const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-'))
let passed = 0
let failed = 0

const command = (name, ...args) => ({ name, args })
const vitest = (project) => ({ name: 'vitest', args: ['run', '--project', project], report: join(folder, `${project}.json`) })
const stages = {
  types: [command('tsc', '-p', 'tsconfig.json'), command('tsc', '-p', 'src/science/tsconfig.json')],
  lint: [command('eslint', '.', '--max-warnings=0'), command('node', 'scripts/run.mjs', 'unused')],
  audit: [command('node', 'scripts/run.mjs', 'audit'), command('node', 'scripts/decisions.mjs', '--check')],
  node: [vitest('node')],
  build: [command('vite', 'build', '--logLevel=warn')],
  browser: [vitest('browser')],
}
const unknown = wanted.filter((name) => !(name in stages))
if (unknown.length > 0) {
  console.error(`unknown stage ${unknown.join(', ')}; stages are ${Object.keys(stages).join(', ')}`)
  process.exit(2)
}

for (const [stage, commands] of Object.entries(stages)) {
  if (wanted.length > 0 && !wanted.includes(stage)) continue
  for (const { name, args, report } of commands) {
    const began = performance.now()
    const reporters = report ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : []
    const [program, ...first] = name === 'node' ? [process.execPath] : ['npx', '--no-install', name]
    const { status } = spawnSync(program, [...first, ...args, ...reporters], {
      cwd: root, env, stdio: 'inherit', shell: process.platform === 'win32' && name !== 'node',
    })
    console.log(`${stage}: ${name} ${args.join(' ')} ${status === 0 ? 'ok' : 'FAILED'} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
    if (report) {
      const counts = JSON.parse(readFileSync(report, 'utf8'))
      passed += counts.numPassedTests
      failed += counts.numFailedTests
      const skipped = counts.numPendingTests + counts.numTodoTests
      if (skipped > 0) {
        console.error(`${stage}: ${skipped} tests were skipped; a skipped test is a failure here`)
        failed += skipped
      }
      if (status !== 0 && counts.numFailedTests === 0) failed += 1 // a file that did not load
    } else if (status === 0) passed += 1
    else failed += 1
  }
}
rmSync(folder, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
