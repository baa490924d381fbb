/**
 * The places that a sweep can be saved in, each with the faults that can befall it: what the suites over all stores run on.
 * A suite that fills a disk mocks `node:fs` by full-disk.ts.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { vi } from 'vitest'
import { openFileStore, type Existing } from '../../../../src/cli/file-store'
import type { SweepPlan } from '../../../../src/experiment/sweep-plan'
import { openSweepDatabase } from '../../../../src/runner/keeping/indexed-db-store'
import { createSweepMemory } from '../../../../src/runner/keeping/memory-store'
import type { SweepStore } from '../../../../src/runner/keeping/sweep-store'
import { disk } from './full-disk'
import { browserLocks } from './saved-fixtures'

export interface StorePlace {
  /** Another store on the same place, as another tab or process has it. */
  open(plan: SweepPlan): Promise<SweepStore>
  clear(): void
}

export interface DurablePlace extends StorePlace {
  /** From now on nothing more finds room. @returns what makes room again */
  fill(): () => void
  /** Damages the run that was saved first, as a bad disk would. */
  damageRun(): Promise<void>
  damageCheckpoint(firstRunId: string): Promise<void>
}

export function memoryPlace(): StorePlace {
  let memory = createSweepMemory()
  return {
    open: (plan) => Promise.resolve(memory.store(plan)),
    clear() { memory = createSweepMemory() },
  }
}

export function browserPlace(): DurablePlace {
  let locks = browserLocks()
  const raw = () => openDB('superposition-lab')
  return {
    async open(plan) {
      const opened = await openSweepDatabase({ locks, clock: () => 5 })
      if (!opened.ok) throw new Error(opened.error.message)
      return opened.value.store(plan)
    },
    clear() {
      vi.stubGlobal('indexedDB', new IDBFactory())
      locks = browserLocks()
    },
    fill() {
      const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => { throw new DOMException('full', 'QuotaExceededError') })
      return () => put.mockRestore()
    },
    async damageRun() {
      const database = await raw()
      const [row] = await database.getAll('runs')
      await database.put('runs', { ...row, line: row.line.slice(0, 80) })
      database.close()
    },
    async damageCheckpoint(firstRunId) {
      const database = await raw()
      const row = await database.get('checkpoints', firstRunId)
      const { checkpoint } = row.kept
      await database.put('checkpoints', { ...row, kept: { ...row.kept, checkpoint: { ...checkpoint, lossSum: checkpoint.lossSum.slice(1) } } })
      database.close()
    },
  }
}

export function filePlace(existing: Existing = 'resume'): DurablePlace & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-stores-'))
  const path = join(folder, 'results.ndjson')
  return {
    path,
    open: (plan) => Promise.resolve(openFileStore(path, plan, { existing, parameters: true, now: () => 0 })),
    clear() { for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true }) },
    fill() {
      disk.full = true
      return () => { disk.full = false }
    },
    damageRun() {
      const lines = readFileSync(path, 'utf8').split('\n')
      writeFileSync(path, [lines[0].slice(0, 80), ...lines.slice(1)].join('\n'))
      return Promise.resolve()
    },
    damageCheckpoint(firstRunId) {
      truncateSync(join(`${path}.checkpoints`, `${firstRunId}.checkpoint`), 100)
      return Promise.resolve()
    },
  }
}
