// npm start: installs, builds and serves the lab; prints its address and opens it where there is a desktop.
import { spawn } from 'node:child_process'
import { endInOneSentence, ensureInstalled, root } from './install.mjs'

const port = process.env.PORT ?? '4173'
if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
  console.error(`PORT: received '${port}', allowed is a whole number from 0 to 65535.`)
  process.exit(2)
}
ensureInstalled()
const { build, preview } = await import('vite')
await build({ root, logLevel: 'warn' }).catch(endInOneSentence)
const server = await preview({ root, preview: { port: Number(port), strictPort: false } }).catch((error) => {
  console.error(`The lab cannot be served at port ${port} (${error.code ?? error.message}): set PORT to another one.`)
  process.exit(3)
})
const address = server.resolvedUrls?.local[0]
if (!address) throw new Error('the server gave no address')
console.log(`\n  Superposition Lab is at ${address}\n  Ctrl+C stops it.\n`)

const hasDesktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
if (hasDesktop && !process.env.CI && !process.argv.includes('--no-open')) {
  const opener = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open']
  spawn(opener[0], [...opener.slice(1), address], { stdio: 'ignore', detached: true }).on('error', () => {}).unref()
}
