/** How exactly these results can be reproduced, by what they were computed, and the link that lets anybody check. */
import type { EngineEnvironment } from '../../protocol/environment'
import { describeReceiptRefusal, tierPromises } from '../../report/reproduction-text'
import { tiersOf } from '../../runner/reproduction/tiers'
import { fetchPart } from '../fetch-part'
import type { Laboratory } from '../state/laboratory'
import type { SweepSession } from '../state/sweeps'
import { formatCount } from '../../report/phrases'

export function Reproduction({ lab, session }: { lab: Pick<Laboratory, 'announce' | 'recordings' | 'share'>; session: SweepSession }) {
  const { runs } = session.view.value
  const environments = runs.flatMap(({ environment }) => environment ?? [])
  if (environments.length === 0) return null
  const share = async (): Promise<void> => {
    const recording = lab.recordings.shown.peek()
    if (recording?.session === session) return lab.share(recording.recorded.receipt) // its parameters may not have come along
    const part = await fetchPart(() => import('../../runner/reproduction/receipt'))
    if (part === null) return
    const receipt = part.makeReceipt(session.onDesk.plan, session.view.peek().runs)
    if (receipt.ok) await lab.share(receipt.value)
    else lab.announce(`There can be no receipt yet: ${describeReceiptRefusal(receipt.error)}.`)
  }
  return (
    <section class="reproduction" aria-labelledby="reproduction-title">
      <h3 id="reproduction-title">Reproducibility</h3>
      <ul class="tiers">
        <li><span class="tier">A</span> All {formatCount(runs.length, 'run')}: {tierPromises.A}.</li>
        {tiersOf(environments).map(({ tier, runs: many }) => <li key={tier}><span class="tier">{tier}</span> {formatCount(many, 'run')} {tierPromises[tier]}.</li>)}
      </ul>
      <p class="actions">
        <button type="button" class="small" onClick={() => void share()}>Share with receipt</button>
        <span class="small soft">A link that carries the outcome too: whoever opens it can train the experiment again and compare.</span>
      </p>
      <details class="small soft">
        <summary>What computed them</summary>
        {distinct(environments).map((environment) => (
          <dl key={JSON.stringify(environment)} class="environment">
            <div><dt>engine</dt><dd>{environment.engine}, version {environment.engineVersion}</dd></div>
            <div><dt>adapter</dt><dd>{environment.adapter}</dd></div>
            {Object.entries(environment.details).filter(([, detail]) => detail !== '').map(([name, detail]) => <div key={name}><dt>{name}</dt><dd>{detail}</dd></div>)}
          </dl>
        ))}
      </details>
    </section>
  )
}

/** At most a handful: where `auto` measured each shape, its timings differ. */
function distinct(environments: readonly EngineEnvironment[]): readonly EngineEnvironment[] {
  return [...new Map(environments.map((environment) => [`${environment.engine} ${environment.engineVersion} ${environment.adapter}`, environment])).values()]
}
