// npm start: installs, builds and serves the lab; prints its address and opens it where there is a desktop.
import { spawn } from 'node:child_process'
import { ensureInstalled, root } from './install.mjs'

ensureInstalled()
const { build, preview } = await import('vite')
await build({ root, logLevel: 'warn' })
const server = await preview({ root, preview: { port: Number(process.env.PORT ?? 4173), strictPort: false } })
const address = server.resolvedUrls?.local[0]
if (!address) throw new Error('the server gave no address')
console.log(`\n  Superposition Lab is at ${address}\n  Ctrl+C stops it.\n`)

const hasDesktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
if (hasDesktop && !process.env.CI && !process.argv.includes('--no-open')) {
  const opener = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open']
  spawn(opener[0], [...opener.slice(1), address], { stdio: 'ignore', detached: true }).on('error', () => {}).unref()
}
