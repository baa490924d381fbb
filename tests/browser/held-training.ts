/**
 * Catches a training in its middle on any machine, however fast its engine: after so many probes a trainer's worker takes
 * no turn of its event loop for training until it is let go. What the page says to it meanwhile (pause, resume, stop,
 * checkpoint) it hears, and is given the one turn in which it answers.
 */
import type { Page } from 'playwright-core'

/** Holds every training of the pages that this one opens, reloads included, after its worker has sent `probes` probes; until `letGo`. */
export const holdTraining = (probes: number) => async (page: Page): Promise<void> => {
  await page.addInitScript(({ prefix, key }) => {
    // A worker's script is a blob of one line that imports what it runs; the holder follows that import.
    const OriginalBlob = Blob, OriginalWorker = Worker
    globalThis.Blob = class extends OriginalBlob {
      constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
        super(typeof parts[0] === 'string' && parts[0].startsWith('import ') ? [...parts, '\n', prefix] : parts, options)
      }
    }
    globalThis.Worker = class extends OriginalWorker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(sessionStorage.getItem(key) === null ? url : `${String(url)}#let-go`, options)
      }
    }
  }, { prefix: `if (location.hash !== '#let-go') (${hold.toString()})(${probes})`, key: letGoKey })
}

/** Holds no trainer that this page starts from now on, after a reload too; one that is held stays so. */
export const holdNoMore = (page: Page): Promise<void> => page.evaluate((key) => sessionStorage.setItem(key, 'yes'), letGoKey)

/** Lets every training of this page go on, now and after a reload. */
export async function letGo(page: Page): Promise<void> {
  await holdNoMore(page)
  await Promise.all(page.workers().map((worker) => worker.evaluate(() => (globalThis as unknown as Held).letGo?.()).catch(() => undefined))) // one that has ended needs nothing
}

/** Lets every trainer of this page send so many probes more before it is held again; with 0, take one turn. Returns when they have been let go. */
export async function trainOn(page: Page, probes: number): Promise<void> {
  await Promise.all(page.workers().map((worker) => worker.evaluate((more) => (globalThis as unknown as Held).trainOn?.(more), probes).catch(() => undefined)))
}

/** Whether a trainer of this page is held. */
export const isHeld = async (page: Page): Promise<boolean> => (await Promise.all(page.workers().map((worker) =>
  worker.evaluate(() => (globalThis as unknown as Held).isHeld?.() === true).catch(() => false)))).some(Boolean)

export async function untilHeld(page: Page): Promise<void> {
  while (!await isHeld(page)) await page.evaluate(() => new Promise(requestAnimationFrame)) // a look per frame
}

const letGoKey = 'test: training is let go'

interface Held { letGo?: () => void; trainOn?: (probes: number) => void; isHeld?: () => boolean }

/** Runs in the worker. A trainer lets messages in between its advances by posting null to itself through a port. */
function hold(probes: number): void {
  const post = MessagePort.prototype.postMessage
  let left = probes
  let waiting: (() => void) | null = null
  const go = (): void => { const turn = waiting; waiting = null; turn?.() }
  MessagePort.prototype.postMessage = function (this: MessagePort, ...of: Parameters<typeof post>) {
    const message = (of[0] as { argumentList?: { value?: { kind?: string } }[] } | null)?.argumentList?.[0]?.value
    if (message?.kind === 'chunk') left -= 1
    if (of[0] !== null || left > 0) return post.apply(this, of)
    waiting = () => post.apply(this, of)
  } as typeof post
  addEventListener('message', ({ data }: MessageEvent<{ type?: string } | null>) => { if (data?.type === 'APPLY') go() })
  const trainOn = (more: number): void => { left = more; go() }
  Object.assign(globalThis, { trainOn, letGo: () => trainOn(Infinity), isHeld: () => waiting !== null })
}
