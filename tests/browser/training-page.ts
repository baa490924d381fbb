/** The page of training-worker.test.ts: opens the real worker as the lab does and hands what it sends to the test. */
import { proxy, wrap } from 'comlink'
import type { EngineChoice } from '../../src/protocol/engines'
import type { Opened, TrainerMessage, TrainerService } from '../../src/protocol/trainer'
import type { RunGroup } from '../../src/experiment/sweep-plan'

export interface TrainedInWorker {
  readonly opened: Opened
  /** [probe][i] */
  readonly losses: readonly (readonly number[])[]
  readonly outcomes: readonly { readonly kind: string; readonly parameters: readonly number[] }[]
  /** Scripts that the page's own thread fetched, the worker's not among them. */
  readonly scripts: readonly string[]
}

declare global {
  var trainInWorker: (choice: EngineChoice, group: RunGroup) => Promise<TrainedInWorker>
}

globalThis.trainInWorker = async (choice, group) => {
  const worker = new Worker(new URL('../../workers/training.worker.ts', import.meta.url), { type: 'module' })
  const service = wrap<TrainerService>(worker)
  const messages: TrainerMessage[] = []
  const opened = await service.open(choice)
  if (opened.ok) await service.train(group, proxy((message: TrainerMessage) => void messages.push(message)))
  worker.terminate()
  return {
    opened,
    losses: messages.flatMap((message) => (message.kind === 'chunk' ? [[...message.loss]] : [])),
    outcomes: messages.flatMap((message) => message.kind !== 'outcome' ? [] : [{
      kind: message.outcome.kind,
      parameters: message.outcome.kind === 'finished' ? [...message.outcome.parameters] : [],
    }]),
    scripts: performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /\.js$/.test(name)),
  }
}
