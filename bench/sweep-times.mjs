// npm run bench:sweeps [-- --engines tfjs,webgpu,cpu] [--only TEXT]: wall time of whole sweeps through the headless
// runner, probes and metrics included: the landing preset's preview form, and 200 runs of five features in two dimensions.
// `tfjs` is what trained everything before the lab had kernels of its own. Rewrites bench/sweeps.md, keeping other rows.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { engines: { type: 'string', default: 'cpu,webgpu,tfjs' }, only: { type: 'string', default: '' } } })
const root = fileURLToPath(new URL('..', import.meta.url))
const file = fileURLToPath(new URL('sweeps.md', import.meta.url))
const sweeps = [['equal-budget-three-shapes', '--preview'], ['pentagons', '--preview', '--seeds', '20']]
const engines = values.engines.split(',')
const folder = mkdtempSync(join(tmpdir(), 'lab-sweeps-'))
const rows = new Map(existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line.startsWith('| `')).map((line) => [line.split(' | ').slice(0, 2).join(), line]) : [])
for (const words of sweeps) {
  if (!words.join(' ').includes(values.only)) continue
  for (const engine of engines) {
    const out = join(folder, `${words[0]}-${engine}.ndjson`)
    const began = performance.now()
    const { status } = spawnSync(process.execPath, [`${root}scripts/cli.mjs`, 'sweep', ...words, '--engine', engine, '--out', out], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
    const seconds = (performance.now() - began) / 1000
    if (status !== 0) process.exit(status ?? 1)
    const runs = readFileSync(out, 'utf8').split('\n').filter((line) => line.includes('"outcome"')).length
    const cells = [`\`${words.join(' ')}\``, engine, String(runs), seconds.toFixed(1), new Date().toISOString().slice(0, 10)]
    rows.set([`| ${cells[0]}`, cells[1]].join(), `| ${cells.join(' | ')} |`)
    console.log(cells.join('  '))
  }
}
rmSync(folder, { recursive: true })
writeFileSync(file, `# Whole sweeps

Written by \`npm run bench:sweeps\`: ${cpus()[0].model.trim()}, ${cpus().length} threads, a software adapter. From the command to the last line of results, start of Node and metrics included; \`npm run sweep -- …\`. \`tfjs\`: the engine in tfjs operations, as before the lab had kernels of its own.

| sweep | engine | runs | seconds | date |
| --- | --- | ---: | ---: | --- |
${[...rows.values()].join('\n')}
`)
