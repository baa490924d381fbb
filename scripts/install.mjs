// Installs the locked dependencies when node_modules is missing or older than the lock. Node built-ins only.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** What keeps the repository from being built where it lies, as a sentence; null where nothing does. */
export const placeTrouble = (path) => (/[#?]/.test(path)
  ? `The bundler cannot build in a folder whose path holds # or ?: move the repository from ${path} to another place.` : null)

/** The same of what building threw; null where it is no matter of the place. */
export function buildTrouble({ code, path, message }) {
  if (code === 'ERR_MODULE_NOT_FOUND') return `The dependencies are not installed: run npm ci in ${root}.`
  const said = code ?? /\b(?:EROFS|EACCES|EPERM|ENOSPC)\b/.exec(message ?? '')?.[0]
  if (!['EROFS', 'EACCES', 'EPERM', 'ENOSPC'].includes(said)) return null
  return `The build cannot be written (${said}${path === undefined ? '' : `, ${path}`}): the lab builds inside its repository, so copy that to where you may write and there is room.`
}

/** Of an error that a user can correct the message alone; of a bug everything. */
export function endInOneSentence(error) {
  console.error(error?.sentence ?? buildTrouble(error ?? {}) ?? error)
  process.exit(3)
}

/** Runs a command with its output shown; exits with its status when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', ...options })
  if (result.error) {
    console.error(`${command}: ${result.error.message}`)
    process.exit(1)
  }
  if (result.status !== 0) process.exit(result.status ?? 1)
}

export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Superposition Lab needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org`)
    process.exit(1)
  }
  const trouble = placeTrouble(root)
  if (trouble !== null) {
    console.error(trouble)
    process.exit(3)
  }
  const installed = `${root}node_modules/.package-lock.json`
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs) return
  console.log('installing dependencies (npm ci) …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}
