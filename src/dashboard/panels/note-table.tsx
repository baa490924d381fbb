/**
 * The note's table, measured: one per comparison (equal budget, equal sparsity), the deepest shape first. Quantities
 * stand down the side as in the note while there are few shapes; many shapes stand down the side instead.
 */
import type { ComponentChildren } from 'preact'
import { metricTraits, type MetricName } from '../../science/metrics/metric-traits'
import type { Comparison, FeatureRows, ShapeRow, Spread, Summary } from '../../science/summary'
import { markdownTable, latexTable, noteTables } from '../../runner/exports/note-table-text'
import { shapeColour } from '../charts/palette'
import { shapeIndex, type SweepResults } from '../charts/sweep-results'
import type { Laboratory } from '../state/laboratory'
import { formatInteger, formatNumber } from '../../report/numbers'
import { formatCount } from '../../report/phrases'
import { Formula } from './formula'

interface Quantity { readonly title: ComponentChildren; readonly cell: (row: ShapeRow) => ComponentChildren }

const featureQuantities: readonly (readonly [keyof FeatureRows<unknown>, string, ComponentChildren])[] = [
  ['featuresLearned', 'Features learned', <i class="v">F</i>],
  ['featuresPerLayer', 'Features per layer', <><i class="v">F</i>/<i class="v">L</i></>],
  ['featuresPerNeuron', 'Features per neuron', <><i class="v">F</i>/(<i class="v">mL</i>)</>],
  ['featuresPerResidualDimension', 'Features per residual dimension', <><i class="v">F</i>/<i class="v">d</i></>],
]

/**
 * @param alone every comparison has a single shape, so nothing is predicted from another
 * @param layered some shape has more than one layer; else counts per layer say nothing more
 */
const quantitiesOf = (alone: boolean, layered: boolean): readonly Quantity[] => [
  { title: 'Parameters', cell: (row) => formatInteger(row.nonEmbeddingParameters) },
  ...(layered ? [
    { title: 'Neurons per layer', cell: (row: ShapeRow) => formatInteger(row.neuronsPerLayer) },
    { title: 'Layers', cell: (row: ShapeRow) => formatInteger(row.layers) },
  ] : []),
  { title: layered ? 'Neurons in all' : 'Neurons', cell: (row) => formatInteger(row.totalNeurons) },
  { title: 'Loss', cell: (row) => <Measured spread={row.heldOutLoss} /> },
  ...featureQuantities.filter(([key]) => layered || key !== 'featuresPerLayer').map(([key, title, symbol]): Quantity => ({
    title: <>{title} <span class="faint">{symbol}</span></>,
    cell: (row) => (
      <>
        <Measured spread={row.measured[key]} strong />
        {!row.isReference && <span class="predicted" title="what the deepest shape’s count predicts if equal parameters learn equally much">note {formatNumber(row.predicted.universality[key])}</span>}
        {!row.isReference && key !== 'featuresLearned' && key !== 'featuresPerLayer' && <span class="predicted" title="if sparsity alone fixes the degree of superposition per neuron">fixed {formatNumber(row.predicted.fixedDegree[key])}</span>}
        {row.isReference && !alone && <span class="predicted">reference</span>}
      </>
    ),
  })),
]

function Measured({ spread, strong = false }: { spread: Spread; strong?: boolean }) {
  const mean = formatNumber(spread.mean)
  return <span class="measured">{strong ? <strong>{mean}</strong> : mean}{spread.sd !== null && <span class="spread"> ± {formatNumber(spread.sd, 2)}</span>}</span>
}

export function NoteTables({ lab, results }: { lab: Laboratory; results: SweepResults }) {
  const { summary } = results
  const rowOf = new Map(summary.rows.map((row) => [row.key, row]))
  const groups = tablesOf(summary).map((group) => ({ ...group, rows: group.keys.flatMap((key) => rowOf.get(key) ?? []) })).filter(({ rows }) => rows.length > 0)
  if (groups.length === 0) return null
  const alone = summary.comparisons.every((comparison) => comparison.rows.length === 1)
  const copy = async (format: 'Markdown' | 'LaTeX'): Promise<void> => {
    const text = noteTables(summary).map(format === 'Markdown' ? markdownTable : latexTable).join('\n\n')
    const copied = await navigator.clipboard.writeText(text).then(() => true, () => false)
    lab.announce(copied ? `Table copied as ${format}.` : 'The browser did not allow copying.')
  }
  const traits = metricTraits[summary.primaryCount as MetricName]
  return (
    <section id="table" aria-labelledby="table-title">
      <div class="section-head">
        <h2 id="table-title">{alone ? 'Measured' : 'The note’s table, measured'}</h2>
        <div class="actions">
          <button type="button" class="quiet small" onClick={() => void copy('Markdown')}>Copy as Markdown</button>
          <button type="button" class="quiet small" onClick={() => void copy('LaTeX')}>Copy as LaTeX</button>
        </div>
      </div>
      <p class="soft small">
        Measured, mean ± standard deviation over seeds{alone ? '' : '; beneath, what the note predicts from the deepest shape (“note”), and what a degree of superposition fixed by sparsity would give (“fixed”)'}. What counts is {traits.title.toLowerCase()}, <Formula text={traits.symbol} />: {lowerFirst(traits.definition)}
      </p>
      {groups.slice(0, 4).map((group) => <OneTable key={group.title} {...group} alone={alone} results={results} />)}
      {groups.length > 4 && (
        <details><summary>{formatCount(groups.length - 4, 'more table')}</summary>{groups.slice(4).map((group) => <OneTable key={group.title} {...group} alone={alone} results={results} />)}</details>
      )}
    </section>
  )
}

/** One table per comparison; where comparisons have a single row each (one shape at many sparsities) one table for all. */
function tablesOf({ comparisons, rows }: Summary): readonly { title: string; keys: readonly string[] }[] {
  if (comparisons.every((comparison) => comparison.rows.length === 1)) return [{ title: comparisons.length > 1 ? 'All settings' : '', keys: rows.map(({ key }) => key) }]
  return comparisons.map((comparison) => ({ title: comparisonTitle(comparison), keys: comparison.rows }))
}

function comparisonTitle({ budget, sparsity }: Comparison): string {
  return `N ≈ ${formatInteger(budget)}${sparsity === null ? '' : `, sparsity S = ${sparsity}`}`
}

function OneTable({ title, rows, alone, results }: { title: string; rows: readonly ShapeRow[]; alone: boolean; results: SweepResults }) {
  const flags = flagsOf(rows)
  const shapeHead = (row: ShapeRow) => (
    <>
      <span class="dot" style={{ background: shapeColour(shapeIndex(results, row.shape)) }} />{row.label}
      {flags.flatMap(({ flag, mark }) => (mark !== null && row.flags.includes(flag) ? [<sup key={flag} class="flag" title={flag}>{mark}</sup>] : []))}
    </>
  )
  const quantities = quantitiesOf(alone, rows.some(({ layers }) => layers > 1))
  const across = rows.length <= 5
  return (
    <div class="table-scroll note-table" tabIndex={0} role="region" aria-label={`the note’s table ${title}`}>
      <table>
        <caption>{title === '' ? <span class="visually-hidden">measured beside predicted</span> : title}</caption>
        {across
          ? <>
              <thead><tr><th scope="col"><span class="visually-hidden">quantity</span></th>{rows.map((row) => <th key={row.key} scope="col">{shapeHead(row)}</th>)}</tr></thead>
              <tbody>{quantities.map((quantity, at) => <tr key={at}><th scope="row">{quantity.title}</th>{rows.map((row) => <td key={row.key}>{quantity.cell(row)}</td>)}</tr>)}</tbody>
            </>
          : <>
              <thead><tr><th scope="col">Shape</th>{quantities.map((quantity, at) => <th key={at} scope="col">{quantity.title}</th>)}</tr></thead>
              <tbody>{rows.map((row) => <tr key={row.key}><th scope="row">{shapeHead(row)}</th>{quantities.map((quantity, at) => <td key={at}>{quantity.cell(row)}</td>)}</tr>)}</tbody>
            </>}
      </table>
      {flags.length > 0 && (
        <ul class="table-notes small soft">
          {flags.map(({ flag, mark }) => <li key={flag}>{mark === null ? (rows.length > 1 ? 'All shapes: ' : '') : <sup class="flag">{mark}</sup>}{flag}</li>)}
        </ul>
      )}
    </div>
  )
}

const marks = ['*', '†', '‡', '§', '‖', '¶']

/** What must be said of some rows, each with the mark that they bear; what holds for all needs none. */
function flagsOf(rows: readonly ShapeRow[]): readonly { readonly flag: string; readonly mark: string | null }[] {
  let used = 0
  return [...new Set(rows.flatMap((row) => row.flags))].map((flag) =>
    ({ flag, mark: rows.every((row) => row.flags.includes(flag)) ? null : marks[used++] ?? String(used) }))
}

const lowerFirst = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text)
