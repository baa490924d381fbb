#!/usr/bin/env node
// Builds the command line when its sources are newer than the build, then runs it where Dawn can find a GPU:
//   superposition-lab sweep <preset | file.json | link> --out results.ndjson …   (npx superposition-lab …, or node scripts/cli.mjs …)
//   superposition-lab report results.ndjson
//   superposition-lab claims [preset …] [--full]
//   superposition-lab verify '<link with a receipt>'
//   superposition-lab record [preset …]
//   superposition-lab scaling table.csv
//   superposition-lab kernels <preset | file.json | link> [--list]
// A separate process, because the Vulkan loader reads its environment when a process starts.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build-cli.mjs'
import { vulkanEnvironment } from './chrome.mjs'
import { endInOneSentence, root } from './install.mjs'

const command = process.argv[2]
/** These write into the repository; the others name files of the user. */
const isOfRepository = command === 'claims' || command === 'record'
/** npm starts a script in the repository, wherever the user stands: that is in INIT_CWD, which processes started later inherit. */
const isNpmScript = process.env.npm_lifecycle_event === command && process.env.INIT_CWD !== undefined
const folder = await ensureBuilt().catch(endInOneSentence)

const child = spawn(process.execPath, [join(folder, 'main.js'), ...process.argv.slice(2)], {
  cwd: isOfRepository ? root : isNpmScript ? process.env.INIT_CWD : process.cwd(),
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'], // the channel tells the child when we are killed
  // Vulkan drivers complain on stderr when they have no XDG_RUNTIME_DIR; they do not need one without a display.
  env: { XDG_RUNTIME_DIR: tmpdir(), ...process.env, ...vulkanEnvironment() },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal))
}
// npm hands on some signals and dies of others: without it nobody waits for what is trained here. A shell that ends is no reason (nohup).
if (process.env.npm_command !== undefined) {
  const parent = process.ppid, before = parentOfShell(parent)
  setInterval(() => { if (process.ppid !== parent || parentOfShell(parent) !== before) child.kill('SIGTERM') }, 500).unref()
}

/** npm starts a script through a shell, which outlives it: whose child that is. null where it is none, or the system does not say (other than Linux). */
function parentOfShell(id) {
  try {
    const [, name, rest] = /^\d+ \((.*)\) (.*)/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8')) // proc(5)
    return /^(?:da|ba|z|k)?sh$/.test(name) ? rest.split(' ')[1] : null
  } catch {
    return null
  }
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1)
  if (code === null) console.error(`the command line ended by ${signal}`)
})
