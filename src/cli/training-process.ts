/** Entry of a process of its own: one trainer, as in training-thread.ts. It ends with the one that started it. */
import { nodeHost } from '../engine/node-host'
import { createTrainerService } from '../engine/trainer-service'
import type { FromTrainer, ToTrainer } from './process-protocol'

const service = createTrainerService(nodeHost)
const say = (message: FromTrainer): void => { process.send?.(message, undefined, undefined, () => undefined) } // nobody is left to hear of a broken channel
const answer = (call: number, work: Promise<unknown>): void => {
  work.then(
    (value) => say({ kind: 'answer', call, value }),
    (error: unknown) => say({ kind: 'threw', call, reason: error instanceof Error ? error.message : String(error) }),
  )
}

process.on('message', (message: ToTrainer) => {
  switch (message.kind) {
    case 'open': return answer(message.call, service.open(message.choice))
    case 'time-step': return answer(message.call, service.timeStep(message.group))
    case 'train': return answer(message.call, service.train(message.group, (sent) => say({ kind: 'sent', call: message.call, message: sent }), message.terms))
    case 'command': return service[message.command]()
  }
  message satisfies never
})
// A terminal signals all its processes: when to stop is said over the channel.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL')) // Dawn aborts where it is ended amid its work
