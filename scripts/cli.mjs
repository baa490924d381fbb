// Builds the command line when its sources are newer than the build, then runs it where Dawn can find a GPU:
//   node scripts/cli.mjs sweep <preset | file.json | link> --out results.ndjson …
//   node scripts/cli.mjs report results.ndjson
//   node scripts/cli.mjs claims [preset …] [--full]
//   node scripts/cli.mjs verify '<link with a receipt>'
//   node scripts/cli.mjs record [preset …]
//   node scripts/cli.mjs kernels <preset | file.json | link> [--list]
// A separate process, because the Vulkan loader reads its environment when a process starts.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build-cli.mjs'
import { vulkanEnvironment } from './chrome.mjs'

const child = spawn(process.execPath, [join(await ensureBuilt(), 'main.js'), ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'], // the channel tells the child when we are killed
  // Vulkan drivers complain on stderr when they have no XDG_RUNTIME_DIR; they do not need one without a display.
  env: { XDG_RUNTIME_DIR: tmpdir(), ...process.env, ...vulkanEnvironment() },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal))
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1)
  if (code === null) console.error(`the command line ended by ${signal}`)
})
