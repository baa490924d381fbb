import { encodeLink } from '../experiment/link'
import type { RunRecord } from '../runner/keeping/run-record'
import { download } from './download'
import { fetchPart } from './fetch-part'
import type { Laboratory } from './state/laboratory'
import type { SweepSession } from './state/sweeps'

/** Saves the trained weights of these runs as one safetensors file. @param name without its ending */
export async function saveWeights(lab: Pick<Laboratory, 'announce'>, session: SweepSession, runs: readonly RunRecord[], name: string): Promise<void> {
  const parts = await fetchPart(() => Promise.all([import('../runner/exports/weights-file'), import('../runner/exports/safetensors')]))
  if (parts === null) return
  const [{ weightsFile }, { writeSafetensors }] = parts
  const file = weightsFile(runs, encodeLink(session.onDesk.experiment))
  if (file.tensors.length === 0) return lab.announce('No weights are here: runs opened from a file without weights have none.')
  download(`${name}.safetensors`, new Blob(writeSafetensors(file), { type: 'application/octet-stream' }))
  lab.announce(`Saved ${name}.safetensors.`)
}
