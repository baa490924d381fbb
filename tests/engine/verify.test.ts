/** Verification both ways: what is true passes, and whatever is not is reported, with where it first differs. */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { exitCode } from '../../src/cli/exit-code'
import type { Machine } from '../../src/cli/machine'
import { runVerify } from '../../src/cli/verify'
import type { TrainerMessage } from '../../src/protocol/trainer'
import { conduct } from '../../src/runner/conduct/conduct'
import { describeMismatch, describeReceiptRefusal } from '../../src/report/reproduction-text'
import { compareWithReceipt, makeReceipt } from '../../src/runner/reproduction/receipt'
import type { RunRecord } from '../../src/runner/keeping/run-record'
import type { PooledTrainer } from '../../src/runner/conduct/sweep'
import { batchOf } from '../../src/science/training/batch'
import { initialParameters } from '../../src/science/training/initial-parameters'
import { encodeLink } from '../../src/experiment/link'
import { planSweep } from '../../src/experiment/plan'
import type { Receipt } from '../../src/experiment/receipt'
import { experiment, mortals, plan } from './mortal-trainers'

let records: readonly RunRecord[]
let receipt: Receipt
const train = async (what = plan, spawn: () => PooledTrainer = mortals().spawn, engine: 'cpu' | 'webgpu' = 'cpu') =>
  (await conduct(what, spawn, { engine, trainers: 1, now: () => performance.now() }).done).runs

beforeAll(async () => {
  records = await train()
  const made = makeReceipt(plan, records)
  if (!made.ok) throw new Error(describeReceiptRefusal(made.error))
  receipt = made.value
})

/** A trainer whose kernel is broken: one bit of one parameter of each run comes out wrong. */
function broken(): PooledTrainer {
  const trainer = mortals().spawn()
  const { service } = trainer
  const spoil = (message: TrainerMessage): TrainerMessage => {
    if (message.kind === 'outcome' && message.outcome.kind === 'finished') new Uint32Array(message.outcome.parameters.buffer)[7] ^= 1
    return message
  }
  return {
    ...trainer,
    service: {
      open: (choice) => service.open(choice), timeStep: (group) => service.timeStep(group),
      train: (group, send, terms) => service.train(group, (message) => send(spoil(message)), terms),
      pause: () => service.pause(), resume: () => service.resume(), stop: () => service.stop(), checkpoint: () => service.checkpoint(),
    },
  }
}

async function verify(words: readonly string[], spawn: () => PooledTrainer = mortals().spawn): Promise<{ code: number; output: string; said: string }> {
  const said = { output: '', said: '' }
  const machine: Machine = {
    output: { write: (text) => { said.output += text } }, progress: { write: (text) => { said.said += text } },
    cores: 1, now: () => performance.now(), spawn, onSignal: () => {},
  }
  const code = await runVerify(words, machine)
  return { code, ...said }
}
const linkWith = (other: Receipt): string => encodeLink(experiment, undefined, other)
const altered = (k: number, change: Partial<Receipt['sample'][number]>): Receipt =>
  ({ ...receipt, sample: receipt.sample.map((run, at) => (at === k ? { ...run, ...change } : run)) })
const otherDigit = (digest: string): string => (digest[3] === '0' ? '1' : '0').padStart(4, digest).slice(0, 4) + digest.slice(4)

describe('verifying a link', () => {
  it('says reproduced to the bit of a true receipt', async () => {
    const { code, output } = await verify([linkWith(receipt)])
    expect(output).toBe('reproduced to the bit: data, initial parameters and final parameters of 4 runs\n')
    expect(code).toBe(exitCode.done)
  })

  it('can train only some of the runs, spread over the receipt', async () => {
    const { code, output } = await verify([linkWith(altered(2, { end: otherDigit(receipt.sample[2].end) })), '--runs', '2'])
    expect(output).toContain('not reproduced: 1 of 2 runs differs')
    expect(output).toContain('run 3, 5 x 1')
    expect(code).toBe(exitCode.notReproduced)
  })

  it('of another seed fails at the first run, for its data', async () => {
    const other = planSweep({ ...experiment, seeds: { ...experiment.seeds, init: 99, data: 98 } })
    const made = makeReceipt(other, await train(other))
    if (!made.ok) throw new Error(describeReceiptRefusal(made.error))
    const { code, output } = await verify([linkWith(made.value)])
    expect(output).toMatch(/^not reproduced: 4 of 4 runs differ; .*\nfirst difference \(tier A\): run 1, 5 x 1, replicate 0: its data, initial parameters or schedule are others/)
    expect(code).toBe(exitCode.notReproduced)
  })

  it('names the first run that a broken kernel got wrong, by a single bit', async () => {
    const { code, output } = await verify([linkWith(receipt)], broken)
    expect(output).toMatch(/^not reproduced: 4 of 4 runs differ; no loss differs\nfirst difference \(tier B\): run 1, 5 x 1, replicate 0: its final parameters are others on the same engine/)
    expect(code).toBe(exitCode.notReproduced)
  })

  it('says what is wrong with a link that carries no receipt, a broken one, or another sweep’s', async () => {
    expect(await verify([encodeLink(experiment)])).toMatchObject({ code: exitCode.badInput, said: expect.stringContaining('carries no receipt') })
    expect(await verify([linkWith(receipt).slice(0, -3)])).toMatchObject({ code: exitCode.badInput, said: expect.stringContaining('truncated or edited') })
    expect(await verify([linkWith({ ...receipt, runs: 5 })])).toMatchObject({ code: exitCode.badInput, said: expect.stringContaining('sweep of 5 runs') })
    const flattering = { ...receipt, sample: receipt.sample.slice(1, 2) }
    expect(await verify([linkWith(flattering)])).toMatchObject({ code: exitCode.badInput, said: expect.stringContaining('1 run of its maker\'s choice, not of all') })
    const newer = linkWith(receipt).replace('!r1.', '!r2.')
    expect(await verify([newer])).toMatchObject({ code: exitCode.badInput, said: expect.stringContaining('one of another version of the lab') })
    expect(await verify([])).toMatchObject({ code: exitCode.badInput })
    expect(await verify([linkWith(receipt), '--engine', 'abacus'])).toMatchObject({ code: exitCode.badInput })
  })

  it('says so when the engine that is asked for cannot be had here', async () => {
    const none = (): PooledTrainer => { throw new Error('no threads') }
    const { code, output } = await verify([linkWith(receipt)], none)
    expect(output).toContain('4 runs could not be trained here')
    expect(code).toBe(exitCode.environment)
  })
})

describe('a receipt compared with results', () => {
  it.each([
    ['start', 'A', () => ({ start: otherDigit(receipt.sample[2].start) }), /its data, initial parameters or schedule are others/],
    ['end', 'B', () => ({ end: otherDigit(receipt.sample[2].end) }), /its final parameters are others on the same engine/],
    ['loss', 'B', () => ({ loss: Number(((receipt.sample[2].loss ?? 0) * 1.0001).toPrecision(5)) }), /its loss is [\d.]+, the receipt has [\d.]+: the receipt contradicts itself/],
    ['count', 'B', () => ({ count: (receipt.sample[2].count ?? 0) + 1 }), /its count is/],
  ] as const)('altered in one digit of a %s fails at exactly that run', (_, tier, change, sentence) => {
    const comparison = compareWithReceipt(altered(2, change()), plan, records)
    expect(comparison).toMatchObject({ kind: 'not-reproduced', differing: 1, first: { run: { index: 2 }, tier } })
    expect(describeMismatch(comparison.first!)).toMatch(sentence)
  })

  it('of another seed fails at the first run, for its data', () => {
    const other = planSweep({ ...experiment, seeds: { ...experiment.seeds, init: 99, data: 98 } })
    const moved = records.map((record, at) => ({ ...record, id: other.runs[at].id }))
    expect(compareWithReceipt(receipt, other, moved)).toMatchObject({ kind: 'not-reproduced', differing: 4, first: { run: { index: 0 }, tier: 'A' } })
  })

  it('of another engine is reproduced within the band, and fails outside it', async () => {
    const elsewhere = await train(plan, undefined, 'webgpu')
    expect(elsewhere[0].environment).toMatchObject({ engine: 'webgpu', details: { platform: expect.stringMatching(/^Node \d+\.\d+\.\d+, webgpu \d/) } })
    const comparison = compareWithReceipt(receipt, plan, elsewhere)
    expect(comparison).toMatchObject({ kind: 'within-band', differing: 0, compared: 4 })
    console.log(`cpu against ${elsewhere[0].environment!.engine}: losses differ by at most ${comparison.largestLossDifference}`)
    const far = altered(1, { loss: Number(((receipt.sample[1].loss ?? 0) * 1.2).toPrecision(5)) })
    expect(compareWithReceipt(far, plan, elsewhere)).toMatchObject({ kind: 'not-reproduced', first: { run: { index: 1 }, tier: 'C' } })
  })

  it('of the same adapter in another browser is held to the band, in the same browser to the bit; the cpu engine everywhere to the bit', () => {
    const onWebgpu = (platform: string) => records.map((record) => ({
      ...record, environment: { ...record.environment!, engine: 'webgpu' as const, details: { platform } },
    }))
    const made = makeReceipt(plan, onWebgpu('Chromium 156'))
    if (!made.ok) throw new Error(describeReceiptRefusal(made.error))
    expect(made.value.environments).toEqual([{ ...receipt.environments[0], engine: 'webgpu', platform: 'Chromium 156' }])
    const spoilt = (runs: readonly RunRecord[]) => runs.map((record) => ({ ...record, parameters: record.parameters?.map((value) => value + 1e-6) ?? null }))
    expect(compareWithReceipt(made.value, plan, spoilt(onWebgpu('Chromium 157')))).toMatchObject({ kind: 'within-band' })
    expect(compareWithReceipt(made.value, plan, spoilt(onWebgpu('Chromium 156')))).toMatchObject({ kind: 'not-reproduced', first: { tier: 'C' } })
    const inBrowser = spoilt(records.map((record) => ({ ...record, environment: { ...record.environment!, details: { platform: 'Firefox 147' } } })))
    expect(compareWithReceipt(receipt, plan, inBrowser)).toMatchObject({ kind: 'not-reproduced', first: { tier: 'B' } })
  })

  it('of before the schedule was part of the digest is as true as it was', () => {
    const first = createHash('sha256')
    for (const part of [batchOf(plan.runs[2].spec, 0), initialParameters(plan.runs[2].spec)]) first.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
    const start = first.digest('hex').slice(0, 8)
    expect(start).not.toBe(receipt.sample[2].start)
    expect(compareWithReceipt(altered(2, { start }), plan, records)).toMatchObject({ kind: 'to-the-bit', differing: 0 })
  })

  it('is not made of runs that did not end or whose parameters are gone', () => {
    expect(makeReceipt(plan, records.slice(1))).toMatchObject({ ok: false })
    expect(makeReceipt(plan, records.map((record) => ({ ...record, parameters: null })))).toMatchObject({ ok: false, error: { index: 0, runs: 4 } })
  })
})
