// npm run faults -- [--moments 50] [--only device,worker,reload,browser,runner,storage] [--seed 1] [--dry] [--origin http://…]
// Real faults at drawn moments of real sweeps; writes docs/reliability.md, unless --dry. Exits 1 when one was not survived.
import { parseArgs } from 'node:util'
import { vulkanEnvironment } from './chrome.mjs'

const { values } = parseArgs({
  options: {
    moments: { type: 'string', default: '50' }, only: { type: 'string', default: '' }, seed: { type: 'string', default: '1' }, dry: { type: 'boolean', default: false },
    origin: { type: 'string' },
  },
})
Object.assign(process.env, vulkanEnvironment())
const { createServer } = await import('vite')
const loader = await createServer({ appType: 'custom', logLevel: 'error', server: { middlewareMode: true, watch: null, hmr: false, ws: false } })
const campaign = await loader.ssrLoadModule('/tests/faults/run-campaign.ts')
const options = { moments: Number(values.moments), only: values.only.split(',').filter(Boolean), seed: Number(values.seed), write: !values.dry, origin: values.origin ?? null }
process.exit(await campaign.runCampaign(options, console.log) ? 0 : 1)
