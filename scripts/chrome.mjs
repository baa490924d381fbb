// Finds a Chrome or Chromium, installs one with the system's package manager in CI or when asked to, and finds the
// software Vulkan driver (SwiftShader) that comes with it. Node built-ins only.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { isatty } from 'node:tty'

const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome', 'microsoft-edge']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .filter((name) => process.env[name])
    .map((name) => join(process.env[name], 'Google/Chrome/Application/chrome.exe')),
]

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
const onPath = (name) =>
  (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)).find(isExecutable) ?? null

/** Path of a Chrome or Chromium, or null. CHROME_PATH wins; a CHROME_PATH that is not executable is an error. */
export function findChrome() {
  const wanted = process.env.CHROME_PATH
  if (wanted) {
    if (!isExecutable(wanted)) throw new Error(`CHROME_PATH: expected an executable file, received ${wanted}`)
    return wanted
  }
  return names.map(onPath).find(Boolean) ?? places.find(isExecutable) ?? null
}

const managers = [
  { tool: 'apt-get', commands: [['apt-get', 'update', '-qq'], ['apt-get', 'install', '-y', '-qq', 'chromium']] },
  { tool: 'dnf', commands: [['dnf', 'install', '-y', 'chromium']] },
  { tool: 'pacman', commands: [['pacman', '-Sy', '--noconfirm', 'chromium']] },
  { tool: 'apk', commands: [['apk', 'add', 'chromium']] },
  { tool: 'brew', commands: [['brew', 'install', '--cask', 'chromium']], asUser: true },
]

/** The commands that install Chromium here, each as words, or null where the package manager or the right to use it is missing. */
function installation() {
  const manager = managers.find(({ tool }) => onPath(tool))
  if (!manager) return null
  const isRoot = process.getuid?.() === 0
  if (isRoot || manager.asUser) return manager.commands
  return onPath('sudo') ? manager.commands.map((command) => ['sudo', ...command]) : null
}

/** Asks on the terminal, y or N; enter, end of input and anything but yes are no. Reading process.stdin before would unblock the descriptor. */
function asks(question) {
  process.stdout.write(question)
  const answer = Buffer.alloc(64)
  try {
    return /^y(es)?$/i.test(answer.toString('utf8', 0, readSync(0, answer)).trim())
  } catch {
    return false
  }
}

/**
 * Path of a Chrome or Chromium. Where none is found: with CI=true installs one with the system's package manager; at a
 * terminal asks first; else, or when that fails, says what to run and exits 1. Decision 0185.
 */
export function ensureChrome() {
  const found = findChrome()
  if (found) return found
  const commands = installation()
  const shown = commands?.map((command) => command.join(' ')).join(' && ')
  const isCi = process.env.CI === 'true'
  if (shown && (isCi || (isatty(0) && asks(`No Chrome or Chromium found. Install one with \`${shown}\`? [y/N] `)))) {
    console.log(`installing Chromium: ${shown} …`)
    for (const command of commands) {
      // Nobody can type a password in CI: sudo -n fails at once there.
      const [program, ...args] = isCi && command[0] === 'sudo' ? ['sudo', '-n', ...command.slice(1)] : command
      const { status } = spawnSync(program, args, {
        stdio: [isCi ? 'ignore' : 'inherit', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
      if (status !== 0) break
    }
    const installed = findChrome()
    if (installed) return installed
  }
  console.error(
    'The tests drive a real browser and found none. Install Google Chrome or Chromium'
      + (shown ? `:\n  ${shown}\n` : ' with your package manager or from https://www.google.com/chrome\n')
      + 'or set CHROME_PATH to its executable. With CI=true the tests install it themselves.',
  )
  process.exit(1)
}

/**
 * Environment that lets Dawn (package `webgpu`) find a Vulkan driver on Linux. A GPU's own driver is used where
 * there is one; else the SwiftShader that Chromium ships. Both variables must be set before a process starts.
 */
export function vulkanEnvironment() {
  if (process.platform !== 'linux') return {}
  const environment = {}
  const folders = ['/usr/lib/chromium', '/usr/lib64/chromium-browser', '/opt/google/chrome', '/usr/lib/chromium-browser']
  const chrome = findChrome()
  if (chrome) folders.unshift(dirname(realpathSync(chrome)))
  const hasLoader = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib', '/lib/x86_64-linux-gnu']
    .some((folder) => existsSync(join(folder, 'libvulkan.so.1')))
  if (!hasLoader) {
    const folder = folders.find((candidate) => existsSync(join(candidate, 'libvulkan.so.1')))
    if (folder) environment.LD_LIBRARY_PATH = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter)
  }
  const hasGpu = existsSync('/dev/dri') || existsSync('/dev/nvidiactl')
  if (!hasGpu && !process.env.VK_ICD_FILENAMES && !process.env.VK_DRIVER_FILES) {
    const icd = folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find(existsSync)
    if (icd) environment.VK_ICD_FILENAMES = icd
  }
  return environment
}

/** Flags under which a headless Chromium gives a WebGPU adapter: the machine's GPU, or SwiftShader without one. */
export function chromeFlags() {
  const hasGpu = process.platform !== 'linux' || existsSync('/dev/dri') || existsSync('/dev/nvidiactl')
  return [
    '--headless=new',
    ...(process.platform === 'linux' ? ['--no-sandbox'] : []),
    '--enable-unsafe-webgpu',
    ...(hasGpu ? [] : ['--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader']),
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run'],
  ]
}
