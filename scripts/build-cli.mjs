// The command line as Node runs it: src/cli and what it imports, bundled into dist-cli.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { placeTrouble, root } from './install.mjs'

const builds = join(root, 'dist-cli')

/** Folder of the build of the sources as they are now. One folder per state, so that none is pulled from under a running sweep. */
export async function ensureBuilt() {
  const trouble = placeTrouble(root)
  if (trouble !== null) throw Object.assign(new Error(trouble), { sentence: trouble })
  const folder = join(builds, stateOfSources())
  if (existsSync(join(folder, 'main.js'))) return folder
  mkdirSync(builds, { recursive: true }) // says plainly where it may not
  const { build } = await import('vite')
  const unfinished = `${folder}.${process.pid}`
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      ssr: true, outDir: unfinished, emptyOutDir: true, target: 'node20', minify: false, copyPublicDir: false,
      rolldownOptions: {
        input: Object.fromEntries(['main', 'training-thread', 'training-process'].map((name) => [name, join(root, `src/cli/${name}.ts`)])),
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
  const rooms = ['science', 'experiment', 'report', 'protocol', 'engine', 'runner', 'cli'].map((room) => join('src', room))
  for (const path of [...rooms, 'experiments', 'package-lock.json', 'scripts/build-cli.mjs']) visit(join(root, path))
  return hash.digest('hex').slice(0, 16)
}

/** Builds of older states, kept for a day in case one still runs. */
function prune() {
  for (const name of readdirSync(builds)) {
    const path = join(builds, name)
    if (Date.now() - statSync(path).mtimeMs > 24 * 3600 * 1000) rmSync(path, { recursive: true, force: true })
  }
}
