// npm run bench:figures [-- --growth]: measures what bench/README.md and bench/profile.md show, and writes them. About twelve
// minutes on two cores: six fixed cases and the deep toy with every peer, sparsity with our engines, the profile; --growth, five minutes, the
// growth curves instead. Wants an idle machine. Every file of bench/results stands in the README.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const results = `${here}results`
const shown = 'E[10,5,2,1024];E[10,20,5;E[8,100,20;R[4,1024,64x1;R[4,1024,32x4;B[4,128,32x4'

function node(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
const run = (...args) => node(`${here}run.mjs`, ...args)

if (process.argv.includes('--growth')) {
  run('--set', 'growth', '--peers', 'lab', '--rounds', '3', '--milliseconds', '100', '--out', `${results}/growth.json`)
} else {
  run('--only', shown, '--rounds', '5', '--milliseconds', '150', '--out', `${results}/cases.json`)
  run('--set', 'deep-toy', '--rounds', '5', '--milliseconds', '150', '--out', `${results}/deep-toy.json`)
  run('--set', 'sparsity', '--peers', 'lab', '--rounds', '5', '--milliseconds', '100', '--out', `${results}/sparsity.json`)
}
node(`${here}report.mjs`, ...readdirSync(results).filter((name) => name.endsWith('.json')).sort().map((name) => `${results}/${name}`))
if (!process.argv.includes('--growth')) node(`${here}profile.mjs`)
