// npm run bench:profile: where the milliseconds of a step go on the layered path, case by case, into bench/profile.md.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cpus } from 'node:os'
import { servePages } from './pages.mjs'

const cases = ['E[8,100,20,1024]', 'R[4,1024,64x1]', 'R[4,1024,32x4]', 'B[4,128,32x4]']
const pages = await servePages()
const page = await pages.open()
const { adapter, peak } = await page.call('environment')
await page.close()
const digits = (value) => (value >= 100 ? value.toFixed(0) : value < 0.05 ? '0' : value.toPrecision(2))
const row = (cells) => `| ${cells.join(' | ')} |`
const share = (work, milliseconds) => (work > 0 && milliseconds > 0 ? `${((2 * work * 100) / (milliseconds / 1000) / peak).toFixed(0)}%` : '–')
const profiles = []
for (const id of cases) {
  const apart = await pages.open()
  profiles.push(await apart.call('profile', id))
  await apart.close()
}
const text = `# Where a step goes

Written by \`npm run bench:profile\`, ${new Date().toISOString().slice(0, 10)}: ${adapter}, ${cpus()[0].model.trim()}, ${cpus().length} threads, multiply-add peak ${(peak / 1e9).toFixed(1)} GFLOP/s. Each kernel is timed whole, with more layers and with parts left away; a part is a difference, of least times of five.

Milliseconds per optimiser step of all instances:

${[row(['case', 'draw and embed', 'layers', 'read-out and softmax', 'gradient products', 'Adam', 'sum']), row(['---', ...Array(6).fill('---:')]),
  ...profiles.map((p) => row([p.id, ...[p.embed, p.layers, p.readOut, p.products, p.adam, p.embed + p.layers + p.readOut + p.products + p.adam].map(digits)]))].join('\n')}

Fraction of the multiply-add peak (the multiply-adds of the part over its time; forward and back together):

${[row(['case', 'layers', 'read-out', 'gradient products', 'gradient tile']), row(['---', ...Array(4).fill('---:')]),
  ...profiles.map((p) => row([p.id, share(p.layerWork, p.layers), share(p.readOutWork, p.readOut), share(p.productWork, p.products), p.tile.join(' × ')]))].join('\n')}

What bounds each, by the costs of single operations on SwiftShader (nanoseconds for one SIMD group of four invocations; a multiply-add of vec4f costs 2.8 at the peak):

- **Layers and read-out**: a weight used twice for 16 samples costs 5.6 at the peak and 11.5 as measured: the rest is the load of the weight (a gather of four scalars with bounds checks, 15, shared by four rows) and three swaps. A load per row instead costs 20.
- **Draw and embed**: sequential by nature. A present feature costs a Philox word, a search in the integer bounds and a scalar gather per entry of its row of E (16), for one sample of four invocations; the loops run as long as the longest of the four.
- **Gradient products**: loads of four samples of a row (42) against R·C products (4.5 each): the larger the tile, the nearer to the peak; columns shared by a quad. x is taken dense.
- **Adam**: some ten gathers an entry.
`
writeFileSync(fileURLToPath(new URL('profile.md', import.meta.url)), text)
console.log(text)
await pages.close()
process.exit(0)
