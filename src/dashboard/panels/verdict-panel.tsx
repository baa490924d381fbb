import type { SweepResults } from '../charts/sweep-results'
import { describeControl } from '../../report/control-text'
import { formatBracketed } from '../../report/estimates'
import { nameRows } from '../../report/labels'
import { formatInteger, formatPrediction } from '../../report/numbers'
import { capitalised } from '../../report/phrases'
import { describePremise } from '../../report/premise-text'
import { describeSparsityLaw } from '../../report/sparsity-law-text'
import { describeVerdict, type VerdictText } from '../../report/verdict-text'
import { Formula } from './formula'

export function VerdictPanel({ results }: { results: SweepResults }) {
  const { controls, premise, comparisons, rows, sparsityLaw } = results.summary
  const verdict = describeVerdict(results.summary), nameOf = nameRows(rows)
  const bySparsity = new Set(comparisons.map(({ sparsity }) => sparsity)).size > 1
  return (
    <section id="verdict" class={`verdict verdict-${verdict.kind}`} aria-labelledby="verdict-title">
      <p class="eyebrow">{verdict.kind === 'not-a-law-test' ? 'What was found' : verdict.preview ? 'What this preview says' : 'Verdict'}</p>
      <h2 id="verdict-title"><Formula text={verdict.sentence} /></h2>
      {sparsityLaw !== null && <p class="lede"><Formula text={describeSparsityLaw(sparsityLaw)} /></p>}
      {verdict.numbers.length > 0 && <Numbers verdict={verdict} />}
      <p><Formula text={verdict.paragraph} /></p>
      {premise.map((tested) => (
        <p key={tested.comparison} class="soft">{premise.length > 1 && <><i class="v">N</i> ≈ {formatInteger(comparisons[tested.comparison]?.budget ?? 0)}{bySparsity && `, S = ${comparisons[tested.comparison]?.sparsity}`}: </>}<Formula text={describePremise(tested, nameOf)} /></p>
      ))}
      <Calibration controls={controls} />
      {verdict.reasons.length > 0 && <details><summary>Why: the criteria, met and missed</summary><ul>{verdict.reasons.map((reason) => <li key={reason}><Formula text={reason} /></li>)}</ul></details>}
      {verdict.caveats.length > 0 && <details open={verdict.preview}><summary>What could make this wrong</summary><ul>{verdict.caveats.map((caveat) => <li key={caveat}><Formula text={caveat} /></li>)}</ul></details>}
    </section>
  )
}

function Numbers({ verdict }: { verdict: VerdictText }) {
  return (
    <dl class="verdict-numbers">
      {verdict.numbers.map(({ name, meaning, estimate, predicted }, at) => (
        <div key={at}>
          <dt><i class="v">{name}</i> <span class="small soft"><Formula text={meaning} /></span></dt>
          <dd class="numeric">
            <span class="big">{formatBracketed(estimate)}</span>
            {predicted.length > 0 && <span class="small soft">predicted: {predicted.map(({ law, value }) => `${formatPrediction(value)} by ${law}`).join('; ')}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Calibration({ controls }: Pick<SweepResults['summary'], 'controls'>) {
  if (controls.length === 0) return null
  return (
    <p class="small soft">
      Calibration of the test, by the same code. {controls.map((control) => <span key={control.preset}>{capitalised(describeControl(control))}. </span>)}
    </p>
  )
}
