// Builds the command line when its sources are newer than the build, then runs it where Dawn can find a GPU:
//   node scripts/cli.mjs sweep <preset | file.json | link> --out results.ndjson …
//   node scripts/cli.mjs report results.ndjson
//   node scripts/cli.mjs claims [preset …] [--full]
//   node scripts/cli.mjs verify '<link with a receipt>'
//   node scripts/cli.mjs record [preset …]
// A separate process, because the Vulkan loader reads its environment when a process starts.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vulkanEnvironment } from './chrome.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const builds = join(root, 'dist-cli')

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

/** Folder of the build of the sources as they are now. One folder per state, so that none is pulled from under a running sweep. */
async function ensureBuilt() {
  const folder = join(builds, stateOfSources())
  if (existsSync(join(folder, 'main.js'))) return folder
  const { build } = await import('vite')
  const unfinished = `${folder}.${process.pid}`
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      ssr: true, outDir: unfinished, emptyOutDir: true, target: 'node20', minify: false, copyPublicDir: false,
      rolldownOptions: {
        input: { main: join(root, 'src/cli/main.ts'), 'training-thread': join(root, 'src/cli/training-thread.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].[hash].js' },
      },
    },
    ssr: { target: 'node', noExternal: true, external: ['webgpu', ...tensorflowPackages()] },
  })
  prune()
  try {
    renameSync(unfinished, folder)
  } catch { // another process built the same state meanwhile
    rmSync(unfinished, { recursive: true, force: true })
  }
  return folder
}

function tensorflowPackages() {
  return readdirSync(join(root, 'node_modules/@tensorflow')).map((name) => `@tensorflow/${name}`)
}

/** Changes whenever a file that goes into the build does. */
function stateOfSources() {
  const hash = createHash('sha256')
  const visit = (path) => {
    const stat = statSync(path)
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`)
  }
  const rooms = ['science', 'spec', 'protocol', 'engine', 'runner', 'cli'].map((room) => join('src', room))
  for (const path of [...rooms, 'experiments', 'package-lock.json', 'scripts/cli.mjs']) visit(join(root, path))
  return hash.digest('hex').slice(0, 16)
}

/** Builds of older states, kept for a day in case one still runs. */
function prune() {
  mkdirSync(builds, { recursive: true })
  for (const name of readdirSync(builds)) {
    const path = join(builds, name)
    if (Date.now() - statSync(path).mtimeMs > 24 * 3600 * 1000) rmSync(path, { recursive: true, force: true })
  }
}
