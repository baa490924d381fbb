import { wrap, type Remote } from 'comlink'

/**
 * Asks a worker that lives for one question: started for it, ended after it.
 * @param start a worker that exposes `Exposed` through comlink  @throws when its code cannot be fetched, and as what it was asked does
 */
export async function askWorker<Exposed, Answer>(start: () => Worker, ask: (exposed: Remote<Exposed>) => Promise<Answer>): Promise<Answer> {
  const worker = start()
  const gone = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'its code could not be fetched')))
  })
  try {
    return await Promise.race([ask(wrap<Exposed>(worker)), gone])
  } finally {
    worker.terminate()
  }
}
