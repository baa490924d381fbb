/**
 * The note's table, measured: one per comparison (equal budget, equal sparsity), the deepest shape first. Quantities
 * stand down the side as in the note while there are few shapes; many shapes stand down the side instead.
 */
import { metricTraits } from '../../science/metrics/metric-traits'
import { type NoteTable, noteTables, type TableCell, type TableEntry, type TableQuantity } from '../../report/note-table'
import { csvTable, latexTable, markdownTable } from '../../report/note-table-text'
import { formatInteger, formatNumber } from '../../report/numbers'
import { capitalised, formatCount } from '../../report/phrases'
import { shapeColour } from '../charts/palette'
import { shapeIndex, type SweepResults } from '../charts/sweep-results'
import { copyText } from '../clipboard'
import type { Laboratory } from '../state/laboratory'
import { Formula } from './formula'

const formats = {
  Markdown: (tables: readonly NoteTable[]) => tables.map(markdownTable).join('\n\n'),
  LaTeX: (tables: readonly NoteTable[]) => tables.map(latexTable).join('\n\n'),
  CSV: csvTable,
} as const

export function NoteTables({ lab, results }: { lab: Pick<Laboratory, 'announce'>; results: SweepResults }) {
  const { summary } = results
  const tables = noteTables(summary)
  if (tables.length === 0) return null
  const isCompared = tables.some((table) => table.isCompared)
  const copy = async (format: keyof typeof formats): Promise<void> => {
    lab.announce(await copyText(formats[format](tables), navigator.clipboard) ? `Table copied as ${format}.` : 'The browser did not allow copying.')
  }
  const traits = metricTraits[summary.primaryCount]
  return (
    <section id="table" aria-labelledby="table-title">
      <div class="section-head">
        <h2 id="table-title">{isCompared ? 'The note’s table, measured' : 'Measured'}</h2>
        <div class="actions">
          {(Object.keys(formats) as (keyof typeof formats)[]).map((format) => <button key={format} type="button" class="quiet small" onClick={() => void copy(format)}>Copy as {format}</button>)}
        </div>
      </div>
      <p class="soft small">
        Measured, mean ± standard deviation over seeds{isCompared ? '; beneath, what the note predicts from the deepest shape (“note”), and what a degree of superposition fixed by sparsity would give (“fixed”)' : ''}. What counts is {traits.title.toLowerCase()}, <Formula text={traits.symbol} />: {lowerFirst(traits.definition)}
      </p>
      {tables.slice(0, 4).map((table) => <OneTable key={table.title} table={table} results={results} />)}
      {tables.length > 4 && (
        <details><summary>{formatCount(tables.length - 4, 'more table')}</summary>{tables.slice(4).map((table) => <OneTable key={table.title} table={table} results={results} />)}</details>
      )}
    </section>
  )
}

function OneTable({ table: { title, entries, quantities, isAcross, footnotes }, results }: { table: NoteTable; results: SweepResults }) {
  const head = ({ row, marks }: TableEntry) => (
    <>
      <span class="dot" style={{ background: shapeColour(shapeIndex(results, row.shape)) }} />{row.label}
      {marks.map((mark) => <sup key={mark} class="flag" title={footnotes.find((note) => note.mark === mark)?.text}>{mark}</sup>)}
    </>
  )
  const name = ({ title: text, symbol }: TableQuantity) => <>{capitalised(text)} {symbol !== '' && <span class="faint"><Symbols text={symbol} /></span>}</>
  return (
    <div class="table-scroll note-table" tabIndex={0} role="region" aria-label={`the note’s table ${title}`}>
      <table>
        <caption>{title === '' ? <span class="visually-hidden">measured beside predicted</span> : capitalised(title)}</caption>
        {isAcross
          ? <>
            <thead><tr><th scope="col"><span class="visually-hidden">quantity</span></th>{entries.map((entry) => <th key={entry.row.key} scope="col">{head(entry)}</th>)}</tr></thead>
            <tbody>{quantities.map((quantity) => <tr key={quantity.id}><th scope="row">{name(quantity)}</th>{entries.map(({ row }, at) => <td key={row.key}><CellText quantity={quantity} at={at} isReference={row.isReference} /></td>)}</tr>)}</tbody>
          </>
          : <>
            <thead><tr><th scope="col">Shape</th>{quantities.map((quantity) => <th key={quantity.id} scope="col">{name(quantity)}</th>)}</tr></thead>
            <tbody>{entries.map((entry, at) => <tr key={entry.row.key}><th scope="row">{head(entry)}</th>{quantities.map((quantity) => <td key={quantity.id}><CellText quantity={quantity} at={at} isReference={entry.row.isReference} /></td>)}</tr>)}</tbody>
          </>}
      </table>
      {footnotes.length > 0 && (
        <ul class="table-notes small soft">
          {footnotes.map(({ mark, text }) => <li key={text}>{mark === null ? (entries.length > 1 ? 'All shapes: ' : '') : <sup class="flag">{mark}</sup>}{text}</li>)}
        </ul>
      )}
    </div>
  )
}

/** Letters of a symbol are variables. */
const Symbols = ({ text }: { text: string }) => <>{text.split(/([A-Za-z]+)/).map((part, at) => (at % 2 === 1 ? <i key={at} class="v">{part}</i> : part))}</>

function CellText({ quantity: { id, cells }, at, isReference }: { quantity: TableQuantity; at: number; isReference: boolean }) {
  const cell = cells[at]
  switch (cell.kind) {
    case 'count': return <>{formatInteger(cell.value)}</>
    case 'none': return <>–</>
    case 'measured': return <Measured cell={cell} />
    case 'tested': return (
      <>
        <Measured cell={cell} />
        {cell.predicted !== null && (isReference
          ? <span class="predicted">reference</span>
          : <>
            <span class="predicted" title="what the deepest shape’s count predicts if equal parameters learn equally much">note {formatNumber(cell.predicted.universality)}</span>
            {perShape.has(id) && <span class="predicted" title="if sparsity alone fixes the degree of superposition per neuron">fixed {formatNumber(cell.predicted.fixedDegree)}</span>}
          </>)}
      </>
    )
  }
  cell satisfies never
}

/** Where a fixed degree is shown too: of the count itself and its share per layer the note's table alone speaks. */
const perShape: ReadonlySet<string> = new Set(['featuresPerNeuron', 'featuresPerResidualDimension'])

function Measured({ cell: { kind, spread } }: { cell: Exclude<TableCell, { kind: 'count' | 'none' }> }) {
  const mean = formatNumber(spread.mean)
  return <span class="measured">{kind === 'tested' ? <strong>{mean}</strong> : mean}{spread.sd !== null && <span class="spread"> ± {formatNumber(spread.sd, 2)}</span>}</span>
}

const lowerFirst = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text)
