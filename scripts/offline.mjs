// A plugin that adds `service-worker.js` to a build, with the list of the files that it fetches at the first visit and a version that
// changes with any file of the build. Recorded results, ten megabytes that few visitors want all of, are kept as they are looked at.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export function offline() {
  let publicFolder = ''
  return {
    name: 'lab-offline', apply: 'build', enforce: 'post',
    configResolved(config) { publicFolder = config.publicDir },
    buildStart() { this.emitFile({ type: 'chunk', id: './workers/service.worker.ts', fileName: 'service-worker.js' }) },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const { 'service-worker.js': worker, ...others } = bundle
        const built = Object.values(others).filter(({ fileName }) => !fileName.endsWith('.map'))
          .map((file) => ({ name: file.fileName, content: file.type === 'chunk' ? file.code : file.source }))
        const copied = readdirSync(publicFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .map((path) => ({ name: path.slice(publicFolder.length + 1).replaceAll('\\', '/'), content: readFileSync(path) }))
        const files = [...built, ...copied].sort((a, b) => (a.name < b.name ? -1 : 1))
        const digest = createHash('sha256')
        for (const { name, content } of files) digest.update(name).update(content)
        // The page by its folder: hosts that redirect index.html would leave an answer that no navigation may use.
        const names = files.map(({ name }) => (name === 'index.html' ? './' : name)).filter((name) => !/^recorded\/.*\.deflate$/.test(name))
        if (worker?.type !== 'chunk' || !names.includes('./')) throw new Error('the build has no page or no service worker')
        worker.code = `const BUILD=${JSON.stringify({ version: digest.digest('hex').slice(0, 16), files: names })};${worker.code}`
      },
    },
  }
}
