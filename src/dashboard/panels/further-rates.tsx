/** Says that best learning rates lie at the edge of their grid, and extends it by one press. */
import { withFurtherRates } from '../../experiment/further-rates'
import { describeFurtherRates, formatRates } from '../../report/further-rates-text'
import { capitalised, formatCount } from '../../report/phrases'
import { planSweep } from '../../experiment/plan'
import type { SweepResults } from '../charts/sweep-results'
import type { Laboratory } from '../state/laboratory'
import type { SweepSession } from '../state/sweeps'

export function FurtherRatesOffer({ lab, session, results }: { lab: Laboratory; session: SweepSession; results: SweepResults }) {
  const further = withFurtherRates(session.onDesk.experiment, results.summary.rows)
  if (further === null) return null
  const more = planSweep(further.experiment).runs.length - session.onDesk.plan.runs.length
  return (
    <p class="small">
      {capitalised(describeFurtherRates(further, results.summary.rows.length))}.{' '}
      <button type="button" class="small" onClick={() => lab.runFurther(further.experiment, session)}>Add {formatRates(further.rates)} and train {formatCount(more, 'further run')}</button>
    </p>
  )
}
