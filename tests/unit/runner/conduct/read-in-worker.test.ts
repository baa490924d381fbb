/** A file read in another thread, over a bare MessageChannel, as a browser's worker does. */
import { expose, transfer } from 'comlink'
import { describe, expect, it } from 'vitest'
import { encodeLink } from '../../../../src/experiment/link'
import { readInWorker } from '../../../../src/runner/conduct/read-in-worker'
import { recordsNdjson } from '../../../../src/runner/exports/export'
import { buffersOf, readChosenFile, type ReadChosenFile } from '../../../../src/runner/keeping/chosen-file'
import { finished, plan } from '../keeping/saved-fixtures'

const records = [finished(0), finished(1)]
const file = { size: 1, stream: () => new Response(recordsNdjson(records, { link: encodeLink(plan.experiment), parameters: true })).body! }

/** @param read what the worker does with the file; a browser's File crosses as it is, here the test's own stands for it */
function workerOver(read: () => ReturnType<ReadChosenFile>) {
  const { port1, port2 } = new MessageChannel()
  expose(read, port1)
  const errors: ((event: { message: string }) => void)[] = []
  let ended = false
  const worker = Object.assign(port2, { terminate() { ended = true; port1.close() } })
  const listen = worker.addEventListener.bind(worker)
  worker.addEventListener = ((kind: string, listener: never) => (kind === 'error' ? void errors.push(listener) : listen(kind, listener))) as never
  worker.start()
  return { worker: worker as unknown as Worker, fail: (message: string) => errors.forEach((listener) => listener({ message })), ended: () => ended }
}

describe('a file read beside the page', () => {
  it('gives its runs with weights and arrays, which move and are not copied, and ends the worker', async () => {
    let moved: ArrayBuffer[] = []
    const over = workerOver(async () => {
      const content = await readChosenFile(file)
      if (!content.ok) return content
      moved = buffersOf(content.value)
      return transfer(content, moved)
    })
    const read = await readInWorker(() => over.worker)({ size: 1 } as never)
    expect(read).toEqual({ ok: true, value: { experiment: plan.experiment, records, leftOut: [] } })
    expect(moved.length).toBeGreaterThanOrEqual(records.length)
    expect(moved.every(({ byteLength }) => byteLength === 0)).toBe(true)
    expect(over.ended()).toBe(true)
  })

  it('whose worker cannot be started says so, and what to do', async () => {
    const over = workerOver(() => new Promise<never>(() => undefined))
    const read = readInWorker(() => over.worker)({ size: 1 } as never)
    over.fail('')
    expect(await read).toEqual({ ok: false, error: ['it could not be read beside the page (its code could not be fetched): reload the page and try again'] })
    expect(over.ended()).toBe(true)
  })
})
