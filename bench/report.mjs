// npm run bench:report -- FILE.json [FILE.json …]: the tables of bench/README.md from recorded runs of the benchmark.
// Everything between the markers of the README is replaced; nothing there is typed by hand.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const readme = fileURLToPath(new URL('README.md', import.meta.url))
const [begin, end] = ['<!-- figures: begin -->', '<!-- figures: end -->']
const columns = [
  ['lab-webgpu', 'lab webgpu'], ['lab-cpu', 'lab cpu, 1 thread'], [/^lab-cpu-\d/, 'lab cpu, all threads'], ['tfjs-webgpu', 'tfjs webgpu'],
  ['tfjs-wasm', 'tfjs wasm'], ['jax-js-webgpu', 'jax-js webgpu'], ['jax-js-wasm', 'jax-js wasm'], [/^torch/, 'PyTorch, best threads'],
]
const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(2))
const row = (cells) => `| ${cells.join(' | ')} |`

/** The fastest figure of the peers that a column names, or null. */
function best(figures, wanted) {
  const timed = figures.filter(({ peer, milliseconds }) => milliseconds && (typeof wanted === 'string' ? peer === wanted : wanted.test(peer)))
  return timed.sort((a, b) => a.milliseconds - b.milliseconds)[0] ?? null
}

/** The second table: peers over ours. Only where peers were timed. */
function ratios(results) {
  return [
    '',
    'Ratios of the medians (a peer’s time over ours), and the fraction of the adapter’s peak:',
    '',
    row(['case', 'tfjs webgpu / webgpu', 'jax-js webgpu / webgpu', 'tfjs wasm / cpu', 'jax-js wasm / cpu', 'PyTorch / cpu, all threads', 'webgpu first step, s', 'of peak']),
    row(['---', ...Array(7).fill('---:')]),
    ...results.map(({ case: id, figures }) => {
      const over = (peer, ours) => {
        const [theirs, mine] = [best(figures, peer), best(figures, ours)]
        return theirs && mine ? digits(theirs.milliseconds / mine.milliseconds) : '–'
      }
      const webgpu = best(figures, 'lab-webgpu')
      return row([id, over('tfjs-webgpu', 'lab-webgpu'), over('jax-js-webgpu', 'lab-webgpu'), over('tfjs-wasm', 'lab-cpu'), over('jax-js-wasm', 'lab-cpu'), over(/^torch/, /^lab-cpu/),
        webgpu ? (webgpu.firstStep / 1000).toFixed(2) : '–', webgpu ? `${(webgpu.fractionOfPeak * 100).toFixed(0)}%` : '–'])
    }),
  ]
}

function section(file) {
  const { date, environment, set, rounds, milliseconds, results } = JSON.parse(readFileSync(file, 'utf8'))
  const shown = columns.filter(([wanted]) => results.some(({ figures }) => best(figures, wanted)))
  const lines = [
    `### ${set}, ${date}`,
    '',
    `${environment.adapter}; multiply-add peak ${(environment.peak / 1e9).toFixed(1)} GFLOP/s. ${environment.cpu}, ${environment.cores} threads. ${environment.userAgent.match(/Chrome\/[\d.]+/)?.[0] ?? environment.userAgent}. `
      + `${environment.torch ? `PyTorch ${environment.torch.version} on ${environment.torch.device}${environment.torch.blas ? ` (${environment.torch.blas})` : ''}` : 'No PyTorch'}.${environment.engines ? ` Engine versions: webgpu ${environment.engines.webgpu}, cpu ${environment.engines.cpu}.` : ''} Medians of ${rounds} interleaved rounds of ${milliseconds} ms.`,
    '',
    'Milliseconds per optimiser step of all instances:',
    '',
    row(['case', ...shown.map(([, title]) => title)]),
    row(['---', ...shown.map(() => '---:')]),
    ...results.map(({ case: id, figures }) => row([id, ...shown.map(([wanted]) => {
      const figure = best(figures, wanted)
      return figure ? digits(figure.milliseconds) : '–'
    })])),
  ]
  if (shown.some(([, title]) => !title.startsWith('lab'))) lines.push(...ratios(results))
  const missing = results.flatMap(({ case: id, figures }) => figures.filter(({ refused }) => refused).map(({ peer, refused }) => `- ${id}, ${peer}: ${refused.slice(0, 140)}`))
  if (missing.length > 0) lines.push('', 'Not timed:', '', ...missing)
  return lines.join('\n')
}

const text = readFileSync(readme, 'utf8')
const sections = process.argv.slice(2).map(section).join('\n\n')
writeFileSync(readme, `${text.slice(0, text.indexOf(begin) + begin.length)}\n${sections}\n${text.slice(text.indexOf(end))}`)
console.log(sections)
