/** The verdict in layers: the sentence and what is ruled out; the numbers; then, on demand, what stands behind them. */
import type { SweepResults } from '../charts/sweep-results'
import { describeControl } from '../../report/control-text'
import { formatBracketed } from '../../report/estimates'
import { nameRows } from '../../report/labels'
import { formatInteger, formatPrediction } from '../../report/numbers'
import { capitalised } from '../../report/phrases'
import { describePremise } from '../../report/premise-text'
import { describeVerdict, type VerdictText } from '../../report/verdict-text'
import { Formula } from './formula'

export function VerdictPanel({ results }: { results: SweepResults }) {
  const verdict = describeVerdict(results.summary)
  return (
    <section id="verdict" class={`verdict verdict-${verdict.kind}`} aria-labelledby="verdict-title">
      <p class="eyebrow">{verdict.kind === 'not-a-law-test' ? 'What was found' : verdict.preview ? `Preview: ${verdict.design}` : 'Verdict'}</p>
      <h2 id="verdict-title"><Formula text={verdict.sentence} /></h2>
      {verdict.finding.map((text) => <p key={text}><Formula text={text} /></p>)}
      {verdict.numbers.length > 0 && <Layer summary="The numbers, beside what the laws predict"><Numbers verdict={verdict} /></Layer>}
      <Layer summary="Method: what was counted, and the fit"><Method results={results} text={verdict.method} /></Layer>
      {verdict.reasons.length > 0 && <Layer summary="Why: the criteria, met and missed"><List items={verdict.reasons} /></Layer>}
      {verdict.caveats.length > 0 && <Layer summary="What could make this wrong"><List items={verdict.caveats} /></Layer>}
    </section>
  )
}

function Layer({ summary, children }: { summary: string; children: preact.ComponentChildren }) {
  return <details><summary>{summary}</summary>{children}</details>
}

const List = ({ items }: { items: readonly string[] }) => <ul>{items.map((item) => <li key={item}><Formula text={item} /></li>)}</ul>

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

function Method({ results: { summary: { controls, premise, comparisons, rows } }, text }: { results: SweepResults; text: string }) {
  const nameOf = nameRows(rows), bySparsity = new Set(comparisons.map(({ sparsity }) => sparsity)).size > 1
  return (
    <>
      <p><Formula text={text} /></p>
      {premise.map((tested) => (
        <p key={tested.comparison} class="soft">{premise.length > 1 && <><i class="v">N</i> ≈ {formatInteger(comparisons[tested.comparison]?.budget ?? 0)}{bySparsity && `, S = ${comparisons[tested.comparison]?.sparsity}`}: </>}<Formula text={describePremise(tested, nameOf)} /></p>
      ))}
      {controls.length > 0 && (
        <p class="small soft">
          Calibration of the test, by the same code. {controls.map((control) => <span key={control.preset}>{capitalised(describeControl(control))}. </span>)}
        </p>
      )}
    </>
  )
}
