/** Trainers as they are opened and let go: the first settles what `auto` means, none outlives the sweep. */
import type { EngineEnvironment } from '../../protocol/environment'
import { engineTraits, type EngineChoice } from '../../protocol/engines'
import { failureTraits, type EnvironmentFailure } from '../../protocol/failures'
import type { Opened } from '../../protocol/trainer'
import type { PooledTrainer } from './sweep'

export interface OpenTrainer {
  readonly trainer: PooledTrainer
  readonly environment: EngineEnvironment
}

export interface TrainerPool {
  /** What trainers are asked for; once the first has shown that `auto` needs no GPU here, what it meant: others need not look for one. */
  readonly choice: EngineChoice
  /** Tries again where that may help. */
  open(): Promise<OpenTrainer | EnvironmentFailure>
  release(trainer: PooledTrainer): void
  releaseAll(): void
}

/** An opening is tried again this often: a GPU whose process has just died has no adapter for a moment. */
const mostRetries = 2

/** @param givenUp resolves when openings under way are to be given up  @param tell hears what trainers say on opening */
export function createTrainerPool(
  spawn: () => Promise<PooledTrainer> | PooledTrainer, asked: EngineChoice, givenUp: Promise<string>, tell: (words: string) => void,
): TrainerPool {
  const spawned = new Set<PooledTrainer>()
  let choice = asked
  let stopped = false
  void givenUp.then(() => { stopped = true })
  const failed = (kind: 'internal' | 'device-lost') => (message: string): Opened => ({ ok: false, failure: { kind, message } })
  const release = (trainer: PooledTrainer): void => {
    if (spawned.delete(trainer)) trainer.terminate()
  }
  return {
    get choice() { return choice },
    release,
    releaseAll: () => spawned.forEach(release),
    async open() {
      for (let failures = 0; ; failures++) {
        const opened = await openOnce()
        if (!('kind' in opened) || stopped || !failureTraits[opened.kind].mayReopen || failures === mostRetries) return opened
        if (failureTraits[opened.kind].endsTrainer) tell(`${opened.message}: an engine is opened again (${failures + 1} of at most ${mostRetries})`)
      }
    },
  }

  async function openOnce(): Promise<OpenTrainer | EnvironmentFailure> {
    let trainer: PooledTrainer
    try {
      trainer = await spawn()
    } catch (error) { // a thread could not be started: the environment's entrance, as a worker's would be
      return { kind: 'internal', message: `no trainer could be started: ${String(error)}` }
    }
    spawned.add(trainer)
    const opened = await Promise.race([
      trainer.service.open(choice).catch((error: unknown) => failed('internal')(String(error))),
      trainer.gone.then(failed('device-lost')),
      givenUp.then(failed('internal')),
    ])
    if (opened.ok) {
      const found = engineTraits[opened.environment.engine]
      if (!found.isGpu) choice = found.choice
      opened.notices.forEach(tell)
      return { trainer, environment: opened.environment }
    }
    release(trainer)
    return opened.failure
  }
}
