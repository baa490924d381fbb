// npm run bench:soak -- [--runs 1000] [--engine webgpu|cpu]: memory while many short runs of mixed shapes go through
// one engine in one tab. Flat from the second reading on, or something leaks. Both engines: written into bench/README.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { servePages } from './pages.mjs'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' }, engine: { type: 'string' } } })
const mib = (bytes) => (bytes / 2 ** 20).toFixed(2)
const row = (cells) => `| ${cells.join(' | ')} |`
const titles = ['runs', 'GPU buffers', 'GPU MiB', 'WebAssembly MiB', 'JavaScript heap MiB', 'read back KiB/run', 'bind groups/run']

const pages = await servePages()
const sections = []
for (const engine of values.engine ? [values.engine] : ['webgpu', 'cpu']) {
  const page = await pages.open('--js-flags=--expose-gc')
  const readings = await page.call('soak', engine, Number(values.runs))
  const lines = [
    `${engine}, ${readings.at(-1).runs} runs in one tab:`, '', row(titles), row(titles.map(() => '---:')),
    ...readings.map(({ runs, liveBuffers, liveBytes, wasmBytes, heapBytes, readBackBytes, bindGroups }) =>
      row([runs, liveBuffers, mib(liveBytes), mib(wasmBytes), mib(heapBytes), (readBackBytes / 1024 / runs).toFixed(1), (bindGroups / runs).toFixed(1)])),
  ]
  console.log(lines.join('\n'))
  sections.push(lines.join('\n'))
  await page.close()
}
await pages.close()

const readme = new URL('README.md', import.meta.url), begin = '<!-- soak: begin -->', end = '<!-- soak: end -->'
const text = readFileSync(readme, 'utf8')
if (!values.engine) {
  const made = `\`npm run bench:soak -- --runs ${values.runs}\`, ${new Date().toISOString().slice(0, 10)}. Groups of one to five runs of every family and of ragged sizes; garbage is collected before each reading.`
  writeFileSync(readme, `${text.slice(0, text.indexOf(begin) + begin.length)}\n${[made, ...sections].join('\n\n')}\n${text.slice(text.indexOf(end))}`)
}
process.exit(0)
