/** Where the GPU gave up, the CPU engine may do the rest: when asked to, never by itself. */
import type { Laboratory } from '../state/laboratory'
import { leftByGpu } from '../state/left-by-gpu'
import type { SweepSession } from '../state/sweeps'
import { count } from '../words'

export function CpuOffer({ lab, session }: { lab: Laboratory; session: SweepSession }) {
  const left = leftByGpu(session.view.value)
  if (left === 0 || lab.sweeps.active.value !== null) return null
  const accept = (): void => {
    lab.sweeps.choose('cpu')
    lab.run()
  }
  return (
    <p class="cpu-offer">
      The GPU gave up and {count(left, 'run')} {left === 1 ? 'is' : 'are'} left; what was finished is kept.{' '}
      <button type="button" class="primary" onClick={accept}>Train {left === 1 ? 'it' : 'them'} on the CPU</button>
    </p>
  )
}
