// Finds a Chrome or Chromium, installs one with the system's package manager where it can, and finds the
// software Vulkan driver (SwiftShader) that comes with it. Node built-ins only.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

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

/** Path of a Chrome; installs one if need be; says what to install and exits 1 when it cannot. */
export function ensureChrome() {
  const found = findChrome()
  if (found) return found
  const manager = managers.find(({ tool }) => onPath(tool))
  if (manager) {
    const isRoot = process.getuid?.() === 0
    const prefix = isRoot || manager.asUser ? [] : onPath('sudo') ? ['sudo', '-n'] : null
    if (prefix) {
      console.log(`no Chrome or Chromium found: installing Chromium with ${manager.tool} …`)
      for (const command of manager.commands) {
        const [program, ...args] = [...prefix, ...command]
        const { status } = spawnSync(program, args, {
          stdio: ['ignore', 'ignore', 'inherit'],
          env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        })
        if (status !== 0) break
      }
      const installed = findChrome()
      if (installed) return installed
    }
  }
  console.error(
    'The tests drive a real browser and found none. Install Google Chrome or Chromium\n' +
      '  Debian, Ubuntu: sudo apt-get install chromium   Fedora: sudo dnf install chromium\n' +
      '  Arch: sudo pacman -S chromium                   macOS: brew install --cask chromium\n' +
      'or set CHROME_PATH to its executable.',
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
