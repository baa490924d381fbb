// npm run bench: the lab's engines beside tfjs, jax-js and PyTorch, on one machine, interleaved in one run.
//   npm run bench -- [--set cases|deep-toy|sparsity|growth] [--only 'TEXT[;TEXT]'] [--peers NAME[,NAME]] [--rounds 5] [--milliseconds 250] [--out FILE.json]
// Method: each case is prepared by every peer, warmed up (first step reported apart), then timed A B C … A B C …;
// a sample is as many steps as fill --milliseconds, read-back included. Medians are printed, spread is kept in the file.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { servePages } from './pages.mjs'
import { openTorch } from './torch-peer.mjs'

const { values: options } = parseArgs({
  options: {
    set: { type: 'string', default: 'cases' },
    only: { type: 'string' },
    peers: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    milliseconds: { type: 'string', default: '250' },
    out: { type: 'string' },
  },
})
const rounds = Number(options.rounds)
const budget = Number(options.milliseconds)
const slow = 3000 // ms per step above which a sample is one step
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

const pages = await servePages()
const torch = await openTorch()
const first = await pages.open()
const environment = await first.call('environment')
const pageCases = await first.call('cases', options.set)
const wanted = options.peers?.split(',')
const isWanted = (name) => !wanted || wanted.some((text) => name.includes(text))
const pagePeers = (await first.call('peers')).filter(isWanted)
await first.close()
/** Relative error of a peer's first three losses, once a family on the first of its cases: a peer that is off stays off. */
const errors = new Map()
async function once(key, measure) {
  if (!errors.has(key)) errors.set(key, await measure())
  return errors.get(key)
}
async function inPage(method, ...args) {
  const apart = await pages.open()
  try {
    return await apart.call(method, ...args)
  } finally {
    await apart.close()
  }
}
const torchThreads = torch ? [...new Set([1, cpus().length])] : []
const peers = [
  ...pagePeers.map((name) => {
    let page = null
    return {
      name,
      check: ({ id, family }) => (name.includes('threads') ? 0 : once(`${name} ${family}`, () => inPage('check', name, id, 3))),
      async open(benchCase) {
        page = await pages.open()
        return page.call('open', name, benchCase.id)
      },
      time: (count) => page.call('time', name, count),
      close: () => page?.close(),
    }
  }),
  ...torchThreads.map((threads) => ({
    name: `torch-${torch.describe.device}-${threads}-threads`,
    check: ({ id, family }) => once(`torch ${family}`, async () => (await torch.ask({ do: 'check', ...await inPage('work', id, 3) })).worst),
    async open({ run, instances }) {
      await torch.ask({ do: 'threads', count: threads })
      return (await torch.ask({ do: 'open', run, instances })).milliseconds
    },
    async time(count) {
      await torch.ask({ do: 'threads', count: threads })
      return (await torch.ask({ do: 'steps', count })).milliseconds
    },
    close() {},
  })).filter(({ name }) => isWanted(name)),
]
console.log(`${environment.adapter}; multiply-add peak ${(environment.peak / 1e9).toFixed(1)} GFLOP/s; ${cpus()[0].model.trim()} x ${cpus().length}; ${environment.userAgent.match(/Chrome\/[\d.]+/)?.[0]}${torch ? `; PyTorch ${torch.describe.version} on ${torch.describe.device}` : '; no PyTorch'}`)

const texts = options.only?.split(';')
const results = []
for (const benchCase of pageCases) {
  if (texts && !texts.some((text) => benchCase.id.includes(text))) continue
  const rows = []
  for (const peer of peers) {
    try {
      const off = await peer.check(benchCase)
      if (!(off <= 1e-4)) throw new Error(`does other work: its first losses are off by ${off}`)
      const first = await peer.open(benchCase)
      if (typeof first === 'string') {
        rows.push({ peer, refused: first })
        continue
      }
      const warm = await peer.time(1, benchCase)
      const count = warm > slow ? 1 : Math.max(1, Math.min(20_000, Math.round(budget / Math.max(warm, 0.001))))
      const second = count > 1 ? await peer.time(count, benchCase) : warm // the first guess includes overheads
      rows.push({ peer, first, samples: [], count: warm > slow ? 1 : Math.max(1, Math.round(budget / second)), isSlow: warm > slow, warm })
    } catch (error) {
      rows.push({ peer, refused: String(error.message ?? error).split('\n')[0] })
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const row of rows) {
      if (!row.samples) continue
      if (row.isSlow && round > 0) continue
      try {
        row.samples.push(await row.peer.time(row.count, benchCase))
      } catch (error) {
        row.refused = String(error.message ?? error).split('\n')[0]
        row.samples = undefined
      }
    }
  }
  for (const row of rows) await row.peer.close()
  const figures = rows.map(({ peer, refused, samples, first, count }) =>
    samples?.length
      ? { peer: peer.name, milliseconds: median(samples), least: Math.min(...samples), most: Math.max(...samples), stepsPerSample: count, firstStep: first,
        modelStepsPerSecond: (benchCase.instances * 1000) / median(samples), gigaflops: benchCase.flops / median(samples) / 1e6,
        fractionOfPeak: peer.name.includes('webgpu') ? (benchCase.flops / median(samples)) * 1000 / environment.peak : null }
      : { peer: peer.name, refused })
  results.push({ case: benchCase.id, family: benchCase.family, instances: benchCase.instances, flopsPerStep: benchCase.flops, figures })
  console.log(`\n${benchCase.id}`)
  const best = (name) => figures.find((figure) => figure.peer === name)?.milliseconds
  for (const figure of figures) {
    if (figure.refused) console.log(`  ${figure.peer.padEnd(22)} ${figure.refused.slice(0, 100)}`)
    else console.log(`  ${figure.peer.padEnd(22)} ${figure.milliseconds.toPrecision(3).padStart(9)} ms/step  [${figure.least.toPrecision(3)}, ${figure.most.toPrecision(3)}]  ${figure.modelStepsPerSecond.toPrecision(3).padStart(9)} model-steps/s  ${figure.gigaflops.toPrecision(3).padStart(6)} GFLOP/s${figure.fractionOfPeak ? ` ${(figure.fractionOfPeak * 100).toFixed(0)}% of peak` : ''}  first ${(figure.firstStep / 1000).toFixed(2)} s${best('lab-webgpu') ? `  x${(figure.milliseconds / best('lab-webgpu')).toPrecision(3)} webgpu` : ''}${best('lab-cpu') ? `  x${(figure.milliseconds / best('lab-cpu')).toPrecision(3)} cpu` : ''}`)
  }
}
if (options.out) {
  mkdirSync(dirname(options.out), { recursive: true })
  writeFileSync(options.out, `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), environment: { ...environment, cpu: cpus()[0].model.trim(), torch: torch && { version: torch.describe.version, device: torch.describe.device, blas: torch.describe.blas } }, set: options.set, rounds, milliseconds: budget, results }, null, 1)}\n`)
}
torch?.close()
await pages.close()
