/** The one place where a trainer meets comlink on its own side: buffers move instead of being copied, proxies are freed. */
import { expose, releaseProxy, transfer, type Endpoint, type ProxyOrClone } from 'comlink'
import type { TrainerMessage, TrainerService } from '../protocol/trainer'
import type { RunMetrics } from '../science/metrics/run-metrics'

type Send = Parameters<TrainerService['train']>[1]

/** @param endpoint the other side; the worker's own global scope by default */
export function exposeTrainer(service: TrainerService, endpoint?: Endpoint): void {
  const exposed: TrainerService = {
    ...service,
    async train(group, send, terms) {
      const answers: Promise<unknown>[] = []
      const remote = send as unknown as ProxyOrClone<Send> & { [releaseProxy]?: () => void }
      // The callback answers nothing, but its promise says that the message has arrived: waited for once, at the end.
      await service.train(group, (message) => {
        answers.push(Promise.resolve(send(transfer(message, buffersOf(message)))))
      }, terms)
      await Promise.allSettled(answers)
      remote[releaseProxy]?.()
    },
  }
  expose(exposed, endpoint)
}

/** The buffers a message owns, once each; a view into a larger buffer is copied, for others may look into it too. */
function buffersOf(message: TrainerMessage): ArrayBuffer[] {
  const whole = viewsOf(message).filter((view) => view.byteLength === view.buffer.byteLength)
  return [...new Set(whole.map(({ buffer }) => buffer as ArrayBuffer))]
}

const arraysOf = ({ arrays }: RunMetrics): Float32Array[] => Object.values(arrays).map(({ values }) => values)

function viewsOf(message: TrainerMessage): readonly ArrayBufferView[] {
  switch (message.kind) {
    case 'chunk': return [message.loss]
    case 'checkpoint': {
      const { state, lossSum, divergedAt } = message.checkpoint
      return [state.parameters, state.firstMoment, state.secondMoment, lossSum, divergedAt]
    }
    case 'moment': return [message.parameters, ...arraysOf(message.metrics)]
    case 'outcome': return message.outcome.kind === 'finished' ? [message.outcome.parameters, ...arraysOf(message.outcome.metrics)] : []
  }
}
