/** A trainer in a process of its own; here a script answers, and ends as a GPU's driver can make it end. */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { trainerInProcess } from '../../../src/cli/process-trainers'
import type { TrainerMessage } from '../../../src/protocol/trainer'
import { first } from '../runner/keeping/saved-fixtures'

const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-process-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** @param onMessage body of what the process does with a message `m`; `say` answers */
function scripted(onMessage: string) {
  const script = join(folder, `${Math.random().toString(36).slice(2)}.mjs`)
  writeFileSync(script, `const say = (message) => process.send(message)\nprocess.on('disconnect', () => process.exit())\nprocess.on('message', (m) => { ${onMessage} })`)
  return trainerInProcess(fork(script, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }))
}

describe('a trainer in a process of its own', () => {
  it('answers, sends messages of the protocol with their arrays, in order, and can be ended', async () => {
    const trainer = scripted(`
      if (m.kind === 'open') say({ kind: 'answer', call: m.call, value: { ok: true, choice: m.choice } })
      if (m.kind === 'train') {
        for (const step of [250, 500]) say({ kind: 'sent', call: m.call, message: { kind: 'chunk', groupId: m.group.id, step, loss: Float32Array.from(m.group.runs, () => step), secondsTraining: 1 } })
        say({ kind: 'answer', call: m.call, value: undefined })
      }`)
    expect(await trainer.service.open('webgpu')).toEqual({ ok: true, choice: 'webgpu' })
    const sent: TrainerMessage[] = []
    await trainer.service.train(first, (message) => sent.push(message))
    expect(sent.map((message) => (message.kind === 'chunk' ? [message.step, message.loss] : message.kind))).toEqual([250, 500].map((step) => [step, Float32Array.from(first.runs, () => step)]))
    trainer.terminate()
    expect(await trainer.gone).toBe('a training process ended by SIGKILL')
  })

  it('that a driver aborts amid its work is gone, by its signal, and the process of the sweep is not', async () => {
    const trainer = scripted('if (m.kind === \'train\') process.kill(process.pid, \'SIGABRT\')')
    void trainer.service.train(first, () => undefined)
    expect(await trainer.gone).toBe('a training process ended by SIGABRT')
    trainer.service.stop() // nobody hears it, and nothing is thrown
  })

  it('hands on what its service throws', async () => {
    const trainer = scripted('say({ kind: \'threw\', call: m.call, reason: \'no such group\' })')
    await expect(trainer.service.timeStep(first)).rejects.toThrow('no such group')
    trainer.terminate()
  })

  it('is gone where it sends what is no message of the protocol', async () => {
    const trainer = scripted('if (m.kind === \'train\') say({ kind: \'sent\', call: m.call, message: { kind: \'chunk\', groupId: \'another\', step: -1 } })')
    const sent: TrainerMessage[] = []
    void trainer.service.train(first, (message) => sent.push(message))
    expect(await trainer.gone).toContain('no message of the protocol')
    expect(sent).toEqual([])
    trainer.terminate()
  })
})
