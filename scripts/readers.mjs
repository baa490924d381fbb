// Finds other programs that read the lab's exports: a Python with pandas and torch, and jq. In CI they are installed where Debian has them;
// elsewhere they are used where they are, for only the tests of exports need them.
import { spawnSync } from 'node:child_process'

const pythons = [process.env.PYTHON, 'python3', '/usr/bin/python3'].filter(Boolean) // a Python of the user's own may hide the system's
const succeeds = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0

/** A Python that can import all of these modules, or null. */
export const findPython = (...modules) => pythons.find((python) => succeeds(python, '-c', `import importlib.util, sys; sys.exit(not all(map(importlib.util.find_spec, ${JSON.stringify(modules)})))`)) ?? null
export const findJq = () => (succeeds('jq', '--version') ? 'jq' : null)

const wanted = () => [
  ...(findPython('pandas') ? [] : ['python3-pandas']), ...(findPython('torch') ? [] : ['python3-torch']), ...(findJq() ? [] : ['jq']),
]

/** In CI, installs what is missing with apt-get. The tests say what is missing still. */
export function ensureReaders() {
  if (process.env.CI !== 'true' || process.platform !== 'linux' || !succeeds('apt-get', '--version')) return
  const packages = wanted()
  if (packages.length === 0) return
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'] // nobody can type a password in CI
  for (const command of [['apt-get', 'update', '-qq'], ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages]]) {
    console.log(`${command.join(' ')} …`)
    const [program, ...args] = [...asRoot, ...command]
    spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  }
}
