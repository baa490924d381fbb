// npm run bench:soak -- [--runs 500] [--engine webgpu|cpu]: memory while many short runs of mixed shapes go through
// one engine in one tab. Flat from the second reading on, or something leaks.
import { parseArgs } from 'node:util'
import { servePages } from './pages.mjs'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '500' }, engine: { type: 'string' } } })
const pages = await servePages()
for (const engine of values.engine ? [values.engine] : ['webgpu', 'cpu']) {
  const page = await pages.open()
  console.log(`${engine}\n    runs  GPU buffers  GPU MiB  read back KiB/run  bind groups/run  heap MiB`)
  for (const { runs, liveBuffers, liveBytes, readBackBytes, bindGroups, heapBytes } of await page.call('soak', engine, Number(values.runs))) {
    const cells = [[runs, 8], [liveBuffers, 13], [(liveBytes / 2 ** 20).toFixed(2), 9], [(readBackBytes / 1024 / runs).toFixed(1), 19], [(bindGroups / runs).toFixed(1), 17], [(heapBytes / 2 ** 20).toFixed(1), 10]]
    console.log(cells.map(([value, width]) => String(value).padStart(width)).join(''))
  }
  await page.close()
}
await pages.close()
process.exit(0)
