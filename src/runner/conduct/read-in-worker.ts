/** Files read beside the page's thread: results of a large sweep take seconds, a million bad lines too. */
import { failure } from '../../experiment/result'
import type { ReadChosenFile } from '../keeping/chosen-file'
import { askWorker } from './ask-worker'

/** @param start a worker that exposes `readChosenFile` through comlink */
export const readInWorker = (start: () => Worker): ReadChosenFile => (file) =>
  askWorker<ReadChosenFile, Awaited<ReturnType<ReadChosenFile>>>(start, (read) => read(file)).catch((error: unknown) => // the worker's entrance
    failure([`it could not be read beside the page (${error instanceof Error ? error.message : String(error)}): reload the page and try again`]))
