// npm run cases -- [row …] [--dry]: tries reports of users and of an attack on the lab again; writes docs/cases.json and its part of
// docs/reliability.md, unless --dry. Exits 1 when one is not as it should be.
import { parseArgs } from 'node:util'
import { vulkanEnvironment } from './chrome.mjs'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { dry: { type: 'boolean', default: false } } })
Object.assign(process.env, vulkanEnvironment())
const { createServer } = await import('vite')
const loader = await createServer({ appType: 'custom', logLevel: 'error', server: { middlewareMode: true, watch: null, hmr: false, ws: false } })
const { runCases } = await loader.ssrLoadModule('/tests/cases/run-cases.ts')
process.exit(await runCases({ only: positionals, write: !values.dry }, console.log) ? 0 : 1)
