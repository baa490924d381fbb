// npm run bench:sweeps [-- --engines cpu,webgpu,tfjs] [--only TEXT]: wall time of whole sweeps through the headless
// runner, probes and metrics included: the landing preset's preview form, and 200 runs of five features in two dimensions.
// `tfjs` is what trained everything before the lab had kernels of its own; where it would take hours it is timed over a
// few steps and the rest is reckoned. Rewrites bench/sweeps.md after every row, keeping other rows.
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
const short = [2, 8] // steps of the two short trainings that a reckoned time comes from
const folder = mkdtempSync(join(tmpdir(), 'lab-sweeps-'))
const rows = new Map(existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line.startsWith('| `')).map((line) => [line.split(' | ').slice(0, 2).join(), line]) : [])

/** One sweep by the command line: wall seconds and its finished runs. Ends this program where it fails. */
function take(words, engine) {
  const out = join(folder, `${rows.size}-${engine}-${performance.now()}.ndjson`)
  const began = performance.now()
  const { status } = spawnSync(process.execPath, [`${root}scripts/cli.mjs`, 'sweep', ...words, '--engine', engine, '--out', out], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  const seconds = (performance.now() - began) / 1000
  if (status !== 0) {
    console.error(`npm run sweep -- ${words.join(' ')} --engine ${engine} ended with ${status}`)
    process.exit(status ?? 1)
  }
  return { seconds, runs: readFileSync(out, 'utf8').split('\n').filter((line) => line.includes('"outcome"')).length }
}

/** The sweep with other steps, as a file: what the preset differs by, the preview's changes over the full form's. */
function shortened([preset, , ...rest], steps) {
  const { experiment, preview } = JSON.parse(readFileSync(join(root, 'experiments', `${preset}.json`), 'utf8'))
  const merged = { ...experiment, ...preview, training: { ...experiment.training, ...preview.training, steps }, measurement: { probes: 2 } }
  const path = join(folder, `${preset}-${steps}.json`)
  writeFileSync(path, JSON.stringify(merged))
  return { words: [path, ...rest], steps: preview.training.steps }
}

/** Seconds of all steps from those of two short trainings: what every step adds, and what stays. */
function reckoned(words, engine) {
  const taken = short.map((steps) => take(shortened(words, steps).words, engine))
  const perStep = (taken[1].seconds - taken[0].seconds) / (short[1] - short[0])
  return { seconds: taken[1].seconds + perStep * (shortened(words, short[0]).steps - short[1]), runs: taken[0].runs }
}

const write = () => writeFileSync(file, `# Whole sweeps

Written by \`npm run bench:sweeps\`: ${cpus()[0].model.trim()}, ${cpus().length} threads, a software adapter. From the command to the last line of results, start of Node and metrics included; \`npm run sweep -- …\`. \`tfjs\`: the engine in tfjs operations, as before the lab had kernels of its own; ≈ is reckoned from the same sweep over ${short.join(' and ')} steps.

| sweep | engine | runs | seconds | date |
| --- | --- | ---: | ---: | ---: |
${[...rows.values()].join('\n')}
`)

spawnSync(process.execPath, [`${root}scripts/cli.mjs`, '--help'], { cwd: root, stdio: 'ignore' }) // builds the command line where it is not: no part of any sweep
for (const words of sweeps) {
  if (!words.join(' ').includes(values.only)) continue
  for (const engine of values.engines.split(',')) {
    const { seconds, runs } = engine === 'tfjs' ? reckoned(words, engine) : take(words, engine)
    const cells = [`\`${words.join(' ')}\``, engine, String(runs), engine === 'tfjs' ? `≈ ${Number(seconds.toPrecision(2))}` : seconds.toFixed(1), new Date().toISOString().slice(0, 10)]
    rows.set([`| ${cells[0]}`, cells[1]].join(), `| ${cells.join(' | ')} |`)
    write()
    console.log(cells.join('  '))
  }
}
rmSync(folder, { recursive: true })
