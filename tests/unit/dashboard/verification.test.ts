import { describe, expect, it } from 'vitest'
import { createDesk } from '../../../src/dashboard/state/desk'
import { createVerifier } from '../../../src/dashboard/state/verification'
import { parseExperiment } from '../../../src/experiment/parse'
import type { Receipt } from '../../../src/experiment/receipt'
import { fakePool } from '../runner/fake-trainer'

const parsed = parseExperiment({ title: 'With a receipt', task: { kind: 'recall', featureCount: 8 }, shapes: { kind: 'budget', parameterBudget: [64], depth: [1, 4], neuronsPerWidth: 0.5 } })
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
const onDesk = createDesk([], { fragment: () => '', push: () => undefined, replace: () => undefined, depth: () => ({ depth: 0, top: 0 }), go: () => undefined, onChange: () => undefined }).lay(parsed.value)
const receipt: Receipt = { runs: 6, environments: [], sample: [] }

describe('verifying a receipt', () => {
  it('that breaks off says so, and another can be verified after it', async () => {
    const fake = fakePool()
    const verifier = createVerifier({ spawn: fake.spawn, trainers: 1, now: () => 0 })
    const broken = { ...onDesk, get plan(): never { throw new Error('a part of the page was not found') } }
    await verifier.start(broken, receipt, 'cpu', 4)
    expect(verifier.of(broken, receipt)).toMatchObject({ kind: 'refused', reason: expect.stringContaining('a part of the page was not found') })
    expect(verifier.isTraining.peek()).toBe(false)
    const another = { ...receipt, runs: 5 }
    await verifier.start(onDesk, another, 'cpu', 4)
    expect(verifier.of(onDesk, another)).toMatchObject({ kind: 'refused', reason: expect.not.stringContaining('broke off') })
    fake.close()
  })
})
