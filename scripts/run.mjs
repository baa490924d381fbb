// Runs a script that is written in TypeScript: node scripts/run.mjs <name> [arguments]. Vite reads it, for Node 20 cannot.
// Such a script exports main(arguments), which may return an exit code.
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { root } from './install.mjs'

const [name, ...words] = process.argv.slice(2)
const { module } = await runnerImport(join(root, 'scripts', `${name}.ts`))
process.exitCode = (await module.main(words)) ?? 0
