/** A device that goes away in the middle of a group, for real: `device.destroy()` is the only loss a test can order. */
import { describe, expect, it } from 'vitest'
import type { OwnedDevice } from '../../src/engine/device'
import type { Engine } from '../../src/engine/engine'
import { openFusedEngine } from '../../src/engine/fused/fused-engine'
import { nodeHost } from '../../src/engine/node-host'
import { referenceEngine } from '../../src/engine/reference/reference-engine'
import { openWebgpuBackend } from '../../src/engine/reference/tensorflow-backend'
import { trainGroup } from '../../src/engine/trainer'
import { trainingControl } from '../../src/engine/training-control'
import type { TrainerMessage } from '../../src/protocol/trainer'
import { groupOf, smallRun } from '../unit/engine/scripted-engine'
import { nodeDevice } from './node-device'

const long = groupOf({ ...smallRun, training: { ...smallRun.training, steps: 100_000 }, measurement: { probes: 20_000, evaluationSamples: 4 } })

const engines: [string, (gpu: OwnedDevice) => Promise<Engine>][] = [
  ['tfjs on webgpu', async (gpu) => referenceEngine(await openWebgpuBackend(gpu, nodeHost), gpu)],
  ['fused', (gpu) => openFusedEngine(gpu)],
]

describe('losing the device while training', () => {
  it.each(engines)('ends the runs as failed with device-lost, without another probe, and keeps what was sent: %s', async (_, open) => {
    const gpu = await nodeDevice()
    const engine = await open(gpu)
    const messages: TrainerMessage[] = []
    await trainGroup({
      group: long, engine, environment: engine.environment, takeFailure: gpu.takeFailure, control: trainingControl(),
      send(message) {
        if (message.kind === 'checkpoint') return // comes after a second, and a busy machine compiles for longer
        messages.push(message)
        if (messages.length === 2) gpu.destroy()
      },
    })
    expect(messages.map(({ kind }) => kind)).toEqual(['chunk', 'chunk', 'outcome'])
    expect(messages[2]).toMatchObject({ outcome: { kind: 'failed', failure: { kind: 'device-lost' } } })
  })
})
