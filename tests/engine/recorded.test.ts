/** A recorded run trained again is the recorded run, to the bit: its curve, its metrics, its parameters. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { conduct } from '../../src/runner/conduct/conduct'
import { readRecorded, readRecordedIndex, recordedFile } from '../../src/runner/reproduction/recorded'
import { planVerification } from '../../src/runner/reproduction/verify'
import { mortals } from './mortal-trainers'

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(fileURLToPath(new URL(`../../public/recorded/${name}`, import.meta.url))))

it('a run of the cheapest recorded preset comes out the same to the bit when it is trained again', async () => {
  const index = readRecordedIndex(JSON.parse(new TextDecoder().decode(file('index.json'))))!
  const all = index.files.flatMap(({ preset }) => {
    const read = readRecorded(file(recordedFile(preset)))
    return read.ok ? [read.value] : []
  })
  const [cheapest] = all.sort((a, b) => a.plan.flops / a.plan.runs.length - b.plan.flops / b.plan.runs.length)
  const planned = planVerification(cheapest.receipt, cheapest.plan, 1)
  if (!planned.ok) throw new Error(planned.error)
  const { runs: [again] } = await conduct(planned.value.sample, mortals().spawn, { engine: 'cpu', trainers: 1, now: () => performance.now() }).done
  const recorded = cheapest.records.find(({ id }) => id === again.id)!
  expect(again.status).toEqual({ kind: 'finished' })
  expect(again.curve).toEqual(recorded.curve)
  expect(again.metrics).toEqual(recorded.metrics)
  if (recorded.parameters !== null) expect(again.parameters).toEqual(recorded.parameters)
  expect(again.environment?.engineVersion).toBe(recorded.environment?.engineVersion)
})
