import type { EnvironmentFailure } from '../protocol/failures'
import type { Engine } from './engine'
import { EnvironmentFault } from './environment-fault'

export interface Watchdog {
  /**
   * The answer, or an EnvironmentFault 'device-lost' when the device goes or nothing comes for `seconds`.
   * @param progress a number that changes as the work goes on: `seconds` are counted from its last change
   */
  answer<T>(work: Promise<T>, seconds: number, what: string, progress?: () => number): Promise<T>
  /** The loss, when it is known or becomes known within `seconds`; else null. */
  lostWithin(seconds: number): Promise<EnvironmentFailure | null>
}

/** A lost device shows first as whatever it breaks, a call or a number: the loss itself may be reported this much later. */
export const LOSS_LAG_SECONDS = 0.2

/**
 * One kernel may take this long to compile, and a group as many times as it has kernels: minutes on a slow adapter that others use too
 * (decision 0238). Where the driver compiles at the first dispatch, that has as long.
 */
export const COMPILE_LIMIT_SECONDS = 600

/** Silence is counted in this many ticks: a machine that slept meanwhile has lost one of them, not the device. */
const TICKS = 20

/** A lost device may reject, resolve with nothing, or never answer at all, depending on the browser: all end here. */
export function watchdog(device: Pick<Engine, 'lost'>): Watchdog {
  const lost = device.lost.then((reason): never => { throw deviceLost(reason) })
  lost.catch(() => {}) // it may be lost while nobody waits
  const watch: Watchdog = {
    answer(work, seconds, what, progress = () => 0) {
      let seen = progress()
      let timer: ReturnType<typeof setTimeout>
      const silence = new Promise<never>((_, reject) => {
        const tick = (left: number): void => {
          const now = progress()
          if (now !== seen) left = TICKS
          seen = now
          if (left === 0) reject(deviceLost(`${what} did not answer for ${seconds} s`))
          else timer = setTimeout(() => tick(left - 1), (seconds * 1000) / TICKS)
        }
        tick(TICKS)
      })
      const answered = work.catch(async (error: unknown): Promise<never> => {
        const loss = await watch.lostWithin(LOSS_LAG_SECONDS)
        throw loss === null ? error : new EnvironmentFault(loss)
      })
      return Promise.race([answered, lost, silence]).finally(() => clearTimeout(timer))
    },
    lostWithin(seconds) {
      let timer: ReturnType<typeof setTimeout>
      const never = new Promise<null>((resolve) => { timer = setTimeout(() => resolve(null), seconds * 1000) })
      return Promise.race([device.lost.then((reason) => deviceLost(reason).failure), never]).finally(() => clearTimeout(timer))
    },
  }
  return watch
}

function deviceLost(message: string): EnvironmentFault {
  return new EnvironmentFault({ kind: 'device-lost', message })
}
