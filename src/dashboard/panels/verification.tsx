/** What a receipt promises, what it costs to check, and the check: it trains the same runs again and compares. */
import { useSignal } from '@preact/signals'
import { choiceNames, choiceTraits, type EngineChoice } from '../../protocol/engines'
import { describeComparison, describeMakers, tierPromises } from '../../report/reproduction-text'
import { engineOf, planVerification } from '../../runner/reproduction/verify'
import { tierOf } from '../../runner/reproduction/tiers'
import type { Receipt } from '../../experiment/receipt'
import type { OnDesk } from '../state/desk'
import type { Laboratory } from '../state/laboratory'
import type { VerificationState } from '../state/verification'
import { formatInteger, formatNumber, formatPercent } from '../../report/numbers'
import { capitalised, formatCount, formatList } from '../../report/phrases'
import { formatAboutDuration, formatFlops } from '../../report/quantities'

const fewRuns = 4

export function Verification({ lab, onDesk, receipt }: { lab: Pick<Laboratory, 'estimator' | 'sweeps' | 'verifier'>; onDesk: OnDesk; receipt: Receipt }) {
  const own = engineOf(receipt)
  const engine = useSignal<EngineChoice>(own)
  const few = useSignal(receipt.sample.length > 2 * fewRuns)
  const state = lab.verifier.of(onDesk, receipt)
  const busy = lab.verifier.isTraining.value || lab.sweeps.active.value !== null
  const runs = few.value ? fewRuns : receipt.sample.length
  return (
    <div class="verification">
      <p>
        {describeMakers(receipt).length === 1 ? `The ${describeMakers(receipt)[0]}` : formatList(describeMakers(receipt))} trained {formatCount(receipt.runs, 'run')};
        the receipt covers {receipt.sample.length === receipt.runs ? 'each' : `${formatInteger(receipt.sample.length)} of them, spread evenly`}.
      </p>
      <Promised receipt={receipt} />
      <Claimed onDesk={onDesk} receipt={receipt} />
      {state.kind === 'training' ? <Training lab={lab} state={state} /> : (
        <div class="actions verification-ask">
          <button type="button" disabled={busy} onClick={() => void lab.verifier.start(onDesk, receipt, engine.value, runs)}>Verify</button>
          <label class="small">
            <span class="visually-hidden">how many runs to train again</span>
            <select value={few.value ? 'few' : 'all'} onChange={(event) => { few.value = event.currentTarget.value === 'few' }}>
              <option value="all">all {formatCount(receipt.sample.length, 'run')}</option>
              {receipt.sample.length > fewRuns && <option value="few">{fewRuns} runs, spread over them</option>}
            </select>
          </label>
          <label class="small">
            <span class="visually-hidden">what trains them</span>
            <select value={engine.value} onChange={(event) => { engine.value = event.currentTarget.value as EngineChoice }}>
              {choiceNames.filter((choice) => choice !== 'auto' || own === 'auto').map((choice) => (
                <option key={choice} value={choice}>on {choiceTraits[choice].label}{choice === own && choice !== 'auto' ? ', as it was made' : ''}</option>
              ))}
            </select>
          </label>
          <span class="small soft"><Cost lab={lab} onDesk={onDesk} receipt={receipt} runs={runs} /></span>
        </div>
      )}
      <div role="status">{(state.kind === 'compared' || state.kind === 'refused' || state.kind === 'stopped') && <Outcome state={state} />}</div>
    </div>
  )
}

function Promised({ receipt }: { receipt: Receipt }) {
  const tiers = [...new Set(receipt.environments.map(tierOf))].sort()
  return (
    <ul class="tiers small soft">
      {(['A', ...tiers] as const).map((tier) => <li key={tier}><span class="tier">{tier}</span> {tierPromises[tier]}</li>)}
    </ul>
  )
}

function Claimed({ onDesk, receipt }: { onDesk: OnDesk; receipt: Receipt }) {
  return (
    <details class="small">
      <summary>What is claimed, run by run</summary>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="claims of the receipt">
        <table>
          <thead><tr><th scope="col">run</th><th scope="col">shape</th><th scope="col">loss</th><th scope="col">features</th><th scope="col">digests: start, end</th></tr></thead>
          <tbody>
            {receipt.sample.map(({ index, loss, count: features, start, end }) => {
              const shape = onDesk.plan.runs[index]?.spec.shape
              return (
                <tr key={index}>
                  <td>{index + 1}</td><td>{shape === undefined ? 'not in this experiment' : `${shape.width} × ${shape.depth}`}</td>
                  <td>{loss === null ? 'diverged' : formatNumber(loss, 5)}</td><td>{formatNumber(features, 5)}</td><td><code>{start} {end}</code></td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function Cost({ lab, onDesk, receipt, runs }: { lab: Pick<Laboratory, 'estimator'>; onDesk: OnDesk; receipt: Receipt; runs: number }) {
  const planned = planVerification(receipt, onDesk.plan, runs)
  if (!planned.ok) return <span class="bad-text">{planned.error}</span>
  const estimate = lab.estimator.estimate.value
  const work = planned.value.sample.flops
  return <>{formatFlops(work)}{estimate.kind === 'measured' && `, ${formatAboutDuration((estimate.seconds * work) / onDesk.plan.flops)} at the speed measured here`}</>
}

function Training({ lab, state: { progress } }: { lab: Pick<Laboratory, 'verifier'>; state: VerificationState & { kind: 'training' } }) {
  return (
    <div class="actions">
      <progress max={1} value={progress.fraction} aria-label="verification" />
      <span class="small soft numeric">{formatInteger(progress.runsEnded)} of {formatCount(progress.runsTotal, 'run')} trained again, {formatPercent(progress.fraction)}</span>
      <button type="button" class="small" onClick={() => lab.verifier.stop()}>Stop</button>
    </div>
  )
}

function Outcome({ state }: { state: VerificationState & { kind: 'compared' | 'refused' | 'stopped' } }) {
  if (state.kind === 'stopped') return <p class="small">Stopped: nothing was compared.</p>
  if (state.kind === 'refused') return <p class="bad-text">It cannot be verified: {state.reason}.</p>
  const { comparison, engines, notices } = state
  const [headline, ...rest] = describeComparison(comparison)
  return (
    <div class={`verified verified-${comparison.compared === 0 ? 'nothing' : comparison.kind}`}>
      <p><strong>{sentence(headline)}</strong></p>
      {rest.map((message) => <p key={message} class="small">{sentence(message)}</p>)}
      <p class="small soft">{engines.length > 0 ? `Trained again here by the ${formatList(engines)}.` : 'Nothing could be trained here.'} {notices.map((notice) => `${sentence(notice)} `)}</p>
    </div>
  )
}

const sentence = (message: string): string => `${capitalised(message)}.`
