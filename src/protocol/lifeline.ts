/**
 * How a page learns that a worker has ended, however it ended: no event says so. The worker holds a Web Lock by its
 * own name for as long as it lives; the browser gives it to the page that waits for it when the worker is gone.
 */
const HOLDS = 'superposition-lab: alive' // not a message of comlink's, which passes it over

type Locks = Pick<LockManager, 'request'>

/** @param worker the worker's global scope; its name is nobody else's  @param locks null where the browser has none */
export function holdLifeline(worker: { readonly name: string; postMessage(message: string): void }, locks: Locks | null): void {
  void locks?.request(worker.name, () => {
    worker.postMessage(HOLDS)
    return new Promise(() => {})
  })?.catch(() => undefined) // a document that may not lock: the page then learns of an end by errors only
}

/** @returns resolves when the worker of this name has ended; never where there are no locks */
export function lifelineCut(worker: Pick<Worker, 'addEventListener'>, name: string, locks: Locks | null): Promise<void> {
  return new Promise((resolve) => {
    worker.addEventListener('message', ({ data }) => {
      if (data === HOLDS) void locks?.request(name, () => resolve())
    })
  })
}
