/** The CPU engine on several threads, as the runner spreads a group: runs dealt out to workers. */
import { wrap, type Remote } from 'comlink'
import type { CpuWorker } from '../cpu.worker'
import type { Peer } from '../peer'

export function cpuThreadsPeer(threads: number): Peer {
  let workers: Remote<CpuWorker>[] = []
  return {
    name: `lab-cpu-${threads}-threads`,
    async prepare({ runs }) {
      if (runs.length < threads) return `has ${runs.length} runs for ${threads} threads`
      while (workers.length < threads) {
        workers = [...workers, wrap<CpuWorker>(new Worker(new URL('../cpu.worker.ts', import.meta.url), { type: 'module' }))]
      }
      const refusals = await Promise.all(workers.map((worker, w) => worker.prepare(runs.filter((_, i) => i % threads === w))))
      const refusal = refusals.find(Boolean)
      if (refusal) return refusal
      return {
        async steps(count) {
          await Promise.all(workers.map((worker) => worker.steps(count)))
        },
        dispose() {},
      }
    },
    losses: () => Promise.reject(new Error('checked on one thread')),
  }
}
