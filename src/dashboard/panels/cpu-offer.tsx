/** Where the GPU gave up or refused, the CPU engine may do the rest: when asked to, never by itself. */
import { choiceTraits, fallbackChoice } from '../../protocol/engines'
import type { Laboratory } from '../state/laboratory'
import { leftByGpu } from '../state/left-by-gpu'
import type { SweepSession } from '../state/sweeps'
import { formatCount } from '../../report/phrases'

export function CpuOffer({ lab, session }: { lab: Pick<Laboratory, 'run' | 'sweeps'>; session: SweepSession }) {
  const { runs: left, refusal } = leftByGpu(session.view.value)
  if (left === 0 || (refusal !== null && lab.sweeps.engine.value === fallbackChoice) || lab.sweeps.active.value !== null) return null
  const accept = (): void => {
    lab.sweeps.choose(fallbackChoice)
    lab.run()
  }
  return (
    <p class="cpu-offer">
      {refusal === null
        ? `The GPU gave up and ${formatCount(left, 'run')} ${left === 1 ? 'is' : 'are'} left; what was finished is saved.`
        : `${formatCount(left, 'run')} ${left === 1 ? 'was' : 'were'} not trained: ${refusal}.`}{' '}
      <button type="button" class="primary" onClick={accept}>Train {left === 1 ? 'it' : 'them'} on {choiceTraits[fallbackChoice].label}</button>
    </p>
  )
}
