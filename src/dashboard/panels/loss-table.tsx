/** The note's first premise asked of the visitor's own networks: a table is opened, the law of width and depth fitted to it. */
import { useMemo } from 'preact/hooks'
import { describeCost, describeEqualSize, describeFit, describeLawNumber, describeStep, formatBounds, lossTableCsv, symbolOf } from '../../report/loss-table-text'
import { formatNumber, formatPercent } from '../../report/numbers'
import type { LossTableFit } from '../../science/conclusions/loss-table-fit'
import { download, fileStem } from '../download'
import type { Laboratory } from '../state/laboratory'
import { FittedLosses } from './fitted-losses'
import { Formula } from './formula'

export function LossTable({ lab }: { lab: Pick<Laboratory, 'lossTables'> }) {
  const state = lab.lossTables.state.value
  const open = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0]
    input.value = ''
    if (file !== undefined) await lab.lossTables.open(file)
  }
  return (
    <section id="loss-table" tabIndex={-1} aria-labelledby="loss-table-title">
      <div class="section-head">
        <h2 id="loss-table-title">Your own networks: does equal size give equal loss?</h2>
        <label class="button file-button">
          Open a table
          <input type="file" class="visually-hidden" accept=".csv,.tsv,.txt,text/csv" onChange={(event) => void open(event.currentTarget)} />
        </label>
      </div>
      <p class="soft small">
        A CSV file with a row for each network that was trained, and the columns width, depth, tokens and loss, at least 12 rows with three values of each. The law <i class="v">L</i> = <i class="v">E</i> + <i class="v">c<sub>m</sub></i>/<i class="v">m<sup>a</sup></i> +{' '}
        <i class="v">c<sub>ℓ</sub></i>/<i class="v">ℓ<sup>a</sup></i> + <i class="v">c<sub>D</sub></i>/<i class="v">D<sup>a</sup></i>, each term with its own exponent, is fitted to it here; nothing is sent or saved. Published for 245 language models
        [<a href="https://arxiv.org/abs/2602.05970" rel="noreferrer">Liu et al. 2026</a>]: <Symbol text="a_m" /> 0.98 ± 0.08, <Symbol text="a_ℓ" /> 1.20 ± 0.27, <Symbol text="a_D" /> 0.30 ± 0.01, <Symbol text="E" /> 1.75 ± 0.03.
      </p>
      {state.kind === 'refused' && (
        <div class="card notice-bad" role="status">
          <h3>{state.name} cannot be used</h3>
          <ul class="problems">{state.reasons.slice(0, mostReasons).map((reason) => <li key={reason}>{reason}</li>)}</ul>
          {state.reasons.length > mostReasons && <p class="small soft">And {state.reasons.length - mostReasons} more.</p>}
        </div>
      )}
      {state.kind === 'fitting' && (
        <p aria-busy="true">
          <label>Fitting {state.name}: <progress max={1} value={state.share} /> {formatPercent(state.share)}</label>
        </p>
      )}
      {state.kind === 'fitted' && <Fitted lab={lab} name={state.name} leftOut={state.leftOut} fit={state.fit} />}
    </section>
  )
}

const mostReasons = 40

/** 'a_m' with its subscript. */
function Symbol({ text }: { text: string }) {
  const [letter, index] = text.split('_')
  return <i class="v">{letter}{index !== undefined && <sub>{index}</sub>}</i>
}

function Fitted({ lab, name, leftOut, fit }: { lab: Pick<Laboratory, 'lossTables'>; name: string; leftOut: readonly string[]; fit: LossTableFit }) {
  const csv = useMemo(() => lossTableCsv(fit), [fit])
  return (
    <div class="loss-table-fit">
      <h3>{name}</h3>
      <p class="lede">{describeEqualSize(fit)}</p>
      <p class="soft small"><Formula text={describeFit(fit)} />{leftOut.length > 0 && ` Columns left out: ${leftOut.join(', ')}.`}</p>
      <p class="actions">
        <button type="button" class="small" onClick={() => download(`${fileStem(name)}-fit.csv`, csv, 'text/csv')}>Save the fit as CSV</button>
        <button type="button" class="small quiet" onClick={() => void lab.lossTables.refit(!fit.robust)}>{fit.robust ? 'Fit by least squares' : 'Fit by Huber’s loss, which few bad rows move little'}</button>
      </p>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="the fitted law">
        <table>
          <caption class="visually-hidden">the fitted law</caption>
          <thead><tr><th scope="col">Number</th><th scope="col">Value</th><th scope="col">95% by profile likelihood</th><th scope="col">95% by bootstrap</th></tr></thead>
          <tbody>
            {fit.numbers.map(({ number, value, profile, bootstrap }) => (
              <tr key={symbolOf(number)}>
                <th scope="row"><Symbol text={symbolOf(number)} /> <span class="faint small">{describeLawNumber(number)}</span></th>
                <td>{formatNumber(value)}</td><td>{formatBounds(profile)}</td><td>{formatBounds(bootstrap)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <FittedLosses fit={fit} />
      <details open={fit.steps.length <= 8}>
        <summary>What the note’s step costs at each shape of the table</summary>
        <p class="small soft">From (d, L) to (2d, L/4): equal size, equal tokens. Intervals by bootstrap.</p>
        <ul class="small">
          {fit.steps.map((step) => <li key={`${step.width} ${step.depth}`}>{describeStep(step)} {describeCost(step)}{!step.isInside && <span class="faint">; beyond the table’s widths or depths</span>}</li>)}
        </ul>
      </details>
    </div>
  )
}
