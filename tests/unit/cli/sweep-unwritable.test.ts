/** A results file that cannot be written: the sweep stops, says why, and does not claim to be done. */
import type * as FileSystem from 'node:fs'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { runSweep } from '../../../src/cli/sweep'
import { fakePool, type Fake } from '../runner/fake-trainer'

const disk = vi.hoisted(() => ({ linesLeft: Infinity }))
vi.mock('node:fs', async (original) => {
  const real = await original<typeof FileSystem>()
  return {
    ...real,
    writeSync: (...of: Parameters<typeof real.writeSync>) => {
      if (disk.linesLeft-- <= 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
      return real.writeSync(...of)
    },
  }
})

const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-full-'))
let fake: Fake | undefined
afterAll(() => {
  fake?.close()
  rmSync(folder, { recursive: true, force: true })
})

it.each([[1, '.ndjson: 1; --resume continues'], [4, '.ndjson: 4; --resume continues']])('says why, stops and exits 3 when the disk is full after %i lines', async (room, words) => {
  const named = join(folder, `tiny-${room}.json`), out = join(folder, `out-${room}.ndjson`)
  writeFileSync(named, JSON.stringify({
    title: 'tiny', task: { kind: 'reconstruction', featureCount: 5, sparsity: [0.9] }, model: { kind: 'autoencoder' },
    shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }] },
    training: { steps: 200, batchSize: 64 }, seeds: { init: 1, data: 1, count: 4 }, measurement: { probes: 4, evaluationSamples: 64 },
  }))
  disk.linesLeft = room
  fake = fakePool()
  let said = '', output = ''
  const code = await runSweep([named, '--out', out], {
    output: { write: (text: string) => { output += text }, isTTY: false, columns: 80 } as never,
    progress: { write: (text: string) => { said += text }, isTTY: false, columns: 80 } as never,
    cores: 1, now: () => performance.now(), spawn: fake.spawn, onSignal() {},
  })
  expect(code).toBe(3)
  expect(said).toContain('cannot be written (Error: ENOSPC: no space left on device): stopping')
  expect(said).toContain(words)
  expect(said).not.toContain('anybody can check this')
  expect(output).toBe('')
  expect(readFileSync(out, 'utf8').split('\n').filter((line) => line !== '')).toHaveLength(room)
})
