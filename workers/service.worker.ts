/**
 * The lab without a network: keeps the files of one build (listed by scripts/offline.mjs, in front of this code) and
 * answers with them. A newer build waits until a page asks for it, and the files of the build before stay for pages
 * that are still open; they name them by digests, so the two never mix. Recorded results are kept when they are first asked for. Nothing but
 * this site's own files is.
 */
declare const BUILD: { readonly version: string; readonly files: readonly string[] }

const worker = self as unknown as ServiceWorkerGlobalScope
const { scope } = worker.registration
const family = `superposition-lab ${scope} `
const cacheName = family + BUILD.version
const home = new URL('./', scope).href
const recorded = new URL('./recorded/', scope).href

worker.addEventListener('install', (event) => event.waitUntil((async () => {
  const cache = await caches.open(cacheName)
  // Past the browser's own cache: a file without a digest in its name may be of the build before.
  await cache.addAll(BUILD.files.map((file) => new Request(new URL(file, scope), { cache: /-[\w-]{8}\.\w+$/.test(file) ? 'default' : 'reload' })))
})()))

worker.addEventListener('activate', (event) => event.waitUntil((async () => {
  // In order of their making, which is not that of their use where a host goes back to a build before.
  const others = (await caches.keys()).filter((name) => name.startsWith(family) && name !== cacheName)
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)))
  await worker.clients.claim()
})()))

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || !url.href.startsWith(scope)) return
  const isHome = request.mode === 'navigate' && [home, `${home}index.html`].includes(url.origin + url.pathname)
  event.respondWith((async () => {
    const wanted = isHome ? home : request
    const whoever = { ignoreVary: true } // hosts that vary by Origin or encoding serve the same bytes
    const cache = await caches.open(cacheName)
    const kept = await cache.match(wanted, whoever)
    if (kept !== undefined) return kept
    if (!url.href.startsWith(recorded)) return await caches.match(wanted, whoever) ?? fetch(request)
    const answer = await fetch(request) // of this build, never of one before
    if (answer.ok) await cache.put(request, answer.clone()).catch(() => {}) // the storage is full: it is shown all the same
    return answer
  })())
})

worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting()
})
