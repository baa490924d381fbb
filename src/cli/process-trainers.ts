/**
 * Trainers in processes of their own: Dawn ends its process where a thread is ended amid its work, or where a driver fails, and the sweep
 * must not end with it (decision 0237).
 */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Opened, TrainerMessage, TrainerService } from '../protocol/trainer'
import { defer, type Deferred } from '../runner/conduct/deferred'
import type { PooledTrainer } from '../runner/conduct/sweep'
import { readTrainerMessage } from '../runner/conduct/trainer-message-reader'
import type { FromTrainer, ToTrainer } from './process-protocol'

const alive = new Set<ChildProcess>()
process.on('exit', () => { for (const child of alive) child.kill('SIGKILL') })

/** The built process lies beside the built command line: scripts/build-cli.mjs. */
export const spawnInProcess = (): PooledTrainer =>
  trainerInProcess(fork(fileURLToPath(new URL('./training-process.js', import.meta.url)), [], { serialization: 'advanced' }))

/** @param child answers as training-process.ts does */
export function trainerInProcess(child: ChildProcess): PooledTrainer {
  const calls = new Map<number, { readonly answer: Deferred<Promise<unknown>>; readonly receive: (message: unknown) => void }>()
  const gone = defer<string>()
  let count = 0
  alive.add(child)
  const tell = (message: ToTrainer): void => { if (child.connected) child.send(message, () => undefined) } // a dead one says so through `gone`
  const call = <T>(make: (call: number) => ToTrainer, receive: (message: unknown) => void = () => undefined): Promise<T> => {
    const number = count++, answer = defer<Promise<unknown>>()
    calls.set(number, { answer, receive })
    tell(make(number))
    return answer.promise as Promise<T>
  }
  child.on('message', (message: FromTrainer) => {
    const asked = calls.get(message.call)
    switch (message.kind) {
      case 'sent': return asked?.receive(message.message)
      case 'answer': asked?.answer.resolve(Promise.resolve(message.value)); break
      case 'threw': asked?.answer.resolve(Promise.reject(new Error(message.reason))); break
      default: message satisfies never
    }
    calls.delete(message.call)
  })
  child.on('error', (error) => gone.resolve(`a training process could not be started: ${String(error)}`))
  child.on('exit', (code, signal) => {
    alive.delete(child)
    gone.resolve(`a training process ended ${signal === null ? `with code ${code}` : `by ${signal}`}`)
  })
  const service: TrainerService = {
    open: (choice) => call<Opened>((number) => ({ kind: 'open', call: number, choice })),
    timeStep: (group) => call((number) => ({ kind: 'time-step', call: number, group })),
    train: (group, send, terms = {}) => call((number) => ({ kind: 'train', call: number, group, terms }), (message) => {
      const read = readTrainerMessage(message, group)
      if (read.ok) send(read.value satisfies TrainerMessage)
      else gone.resolve(`a trainer sent what is no message of the protocol (${read.error})`)
    }),
    pause: () => tell({ kind: 'command', command: 'pause' }),
    resume: () => tell({ kind: 'command', command: 'resume' }),
    stop: () => tell({ kind: 'command', command: 'stop' }),
    checkpoint: () => tell({ kind: 'command', command: 'checkpoint' }),
  }
  return { service, gone: gone.promise, terminate: () => void child.kill('SIGKILL') }
}
