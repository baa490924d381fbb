import type { RunSpec } from '../science/training/run-spec'
import type { Engine } from './engine'
import { COMPILE_LIMIT_SECONDS, watchdog } from './watchdog'

/** A timing of this length tells engines apart that differ by a tenth. */
const ENOUGH_SECONDS = 0.1
const LIMIT_SECONDS = 120

/**
 * Seconds per optimiser step of a group, from a few real steps after a first one that pays for compilation. Takes
 * about a fifth of a second beyond the cost of three steps. The training it starts is thrown away.
 */
export async function timeStep(engine: Engine, runs: readonly RunSpec[]): Promise<number> {
  const watch = watchdog(engine)
  const training = await watch.answer(engine.start(runs), COMPILE_LIMIT_SECONDS, 'the compilation of a kernel', () => engine.compiled())
  const seconds = async (count: number, limit = LIMIT_SECONDS): Promise<number> => {
    const started = performance.now()
    await watch.answer(training.advance(count), limit, 'the training device')
    await watch.answer(training.losses(), limit, 'a read of the losses') // waits until the steps are done
    return (performance.now() - started) / 1000
  }
  try {
    let perStep = await seconds(1, COMPILE_LIMIT_SECONDS)
    let count = 1
    while (training.step < runs[0].training.steps) {
      const taken = Math.min(count, runs[0].training.steps - training.step)
      const elapsed = await seconds(taken)
      perStep = elapsed / taken
      if (elapsed >= ENOUGH_SECONDS) break
      // Aim straight at the length wanted, but no more than tenfold on the word of a short timing.
      count = Math.min(10 * count, Math.ceil((1.2 * ENOUGH_SECONDS) / Math.max(perStep, 1e-6)))
    }
    return perStep
  } finally {
    training.dispose()
  }
}
