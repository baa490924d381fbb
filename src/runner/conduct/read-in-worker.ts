/** Files read beside the page's thread: results of a large sweep take seconds, a million bad lines too. */
import { wrap } from 'comlink'
import { failure } from '../../experiment/result'
import type { ReadChosenFile } from '../keeping/chosen-file'

/** @param start a worker that exposes `readChosenFile` through comlink; one per file, ended after it */
export const readInWorker = (start: () => Worker): ReadChosenFile => async (file) => {
  const worker = start()
  const gone = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'its code could not be fetched')))
  })
  try {
    return await Promise.race([wrap<ReadChosenFile>(worker)(file), gone])
  } catch (error) { // the worker's entrance
    return failure([`it could not be read beside the page (${error instanceof Error ? error.message : String(error)}): reload the page and try again`])
  } finally {
    worker.terminate()
  }
}
