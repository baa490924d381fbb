/** Many short runs of mixed shapes on one engine, as a long session makes them: does anything grow? */
import type { Engine } from '../src/engine/engine'
import { absoluteCase, deepToyCase, recallCase, tiedCase, type BenchCase } from './cases'
import type { GpuAccount } from './gpu-accounting'

export interface SoakReading extends GpuAccount {
  readonly runs: number
  readonly heapBytes: number // JavaScript's, garbage collected before
  readonly wasmBytes: number // WebAssembly memories that are still reachable
}

/** Shape of the k-th group: every family, small and large, ragged sizes among them. */
function mixedCase(k: number): BenchCase {
  const instances = 1 + (Math.floor(k / 5) % 5)
  switch (k % 5) {
    case 0: return tiedCase(instances, 5 + (k % 7), 2, 256)
    case 1: return tiedCase(instances, 40 + (k % 23), 7, 256)
    case 2: return absoluteCase(instances, 16 + (k % 3) * 8, 1 + (k % 4), 64)
    case 3: return deepToyCase(instances, 6 + (k % 7) * 2, 1 + (k % 4), 0.9, 50)
    default: return recallCase(instances, 8 + (k % 3) * 8, 1 + (k % 4), 96)
  }
}

/** Trains groups until `runs` runs are done; a reading at every tenth of the way. */
export async function soak(engine: Engine, runs: number, account: GpuAccount, wasmBytes: () => number): Promise<SoakReading[]> {
  const readings: SoakReading[] = []
  let done = 0
  for (let k = 0; done < runs; k++) {
    const group = mixedCase(k).runs
    const training = await engine.start(group)
    for (let probe = 0; probe < 2; probe++) {
      await training.advance(10)
      await training.losses()
    }
    await training.parameters()
    training.dispose()
    done += group.length
    if (Math.floor((done * 10) / runs) > readings.length) {
      const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number } }
      const { gc } = globalThis as { gc?: () => void } // Chromium with --expose-gc
      await new Promise((resolve) => setTimeout(resolve)) // weak references hold until the task ends
      gc?.()
      readings.push({ runs: done, heapBytes: memory?.usedJSHeapSize ?? 0, wasmBytes: wasmBytes(), ...account })
    }
  }
  return readings
}
