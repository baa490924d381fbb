// docs/exports.md: what every export holds, written from the tables that the exports are made of.
//   node scripts/exports.mjs
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { root } from './install.mjs'

const { module } = await runnerImport(join(root, 'src/runner/exports/schema.ts'))
writeFileSync(join(root, 'docs/exports.md'), module.exportsText())
