/** One CPU engine on its own thread: a core's worth of the lab's no-GPU path. */
import { expose } from 'comlink'
import { openCpuEngine } from '../src/engine/cpu/cpu-engine'
import { labPeer } from './peers/lab'
import type { Session } from './peer'
import type { RunSpec } from '../src/science/training/run-spec'

const peer = labPeer('cpu', openCpuEngine)
let session: Session | null = null

const service = {
  async prepare(runs: readonly RunSpec[]): Promise<string | null> {
    session?.dispose()
    const prepared = await peer.prepare({ id: '', family: 'tied', runs })
    session = typeof prepared === 'string' ? null : prepared
    return typeof prepared === 'string' ? prepared : null
  },
  steps: (count: number) => session!.steps(count),
}
export type CpuWorker = typeof service
expose(service)
