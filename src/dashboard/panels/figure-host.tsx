/** Draws a figure when it comes near the screen, with its text, its table and its files. */
import { effect } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Chart, Figure } from '../charts/figure'
import type { FeatureChart } from '../charts/portrait'
import { download } from '../download'
import { applyTheme, loadedPlotly, loadPlotly, pageColours, plotlyConfig, printColours } from '../plotting'
import { whenIdle } from '../idle-queue'
import { fitDrawing, isPrinting, paperWidth } from '../printing'
import { formatInteger, formatNumber } from '../../report/numbers'
import { Formula } from './formula'
import { Mathematics } from './mathml'

export function FigureHost({ chart, figure, dark, stem, enlarging: { chart: enlarged, enlarge }, choosing }: {
  chart: Pick<Chart | FeatureChart, 'id' | 'explain' | 'formulas' | 'wide'>; figure: Figure; dark: boolean
  /** Start of the names of saved files. */
  stem: string
  /** The one chart that is enlarged, by its id, and what enlarges another or none. */
  enlarging: { readonly chart: string | null; enlarge(chart: string | null): void }
  /** The feature that is singled out, and what singles out another: a click on a point of it, or on its row of the table. */
  choosing?: { readonly feature: number | null; choose(feature: number | null): void }
}) {
  const isLarge = enlarged === chart.id
  const place = useRef<HTMLElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const choose = useRef(choosing?.choose)
  choose.current = choosing?.choose
  const [near, setNear] = useState(false)
  const [drawn, setDrawn] = useState(false)

  useEffect(() => {
    const observer = new IntersectionObserver((entries) => { if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true) }, { rootMargin: '400px' })
    if (host.current) observer.observe(host.current)
    return () => observer.disconnect()
  }, [])

  // Its neighbours make room, which may carry it off the screen.
  useLayoutEffect(() => { if (isLarge) place.current?.scrollIntoView({ block: 'nearest' }) }, [isLarge])

  const own = typeof figure.layout.height === 'number' ? figure.layout.height : 400 // px
  const height = isLarge ? Math.round(own * largerBy) : own

  useEffect(() => {
    if (!near) return
    let current = true
    let takeBack = (): void => undefined
    void loadPlotly().then((plotly) => {
      if (!current || plotly === null) return
      takeBack = whenIdle(() => {
        if (host.current === null) return
        const isNew = !host.current.classList.contains('js-plotly-plot')
        void plotly.react(host.current, figure.data, { ...applyTheme(figure, pageColours()), height }, plotlyConfig).then((element) => {
          if (isNew) element.on('plotly_click', ({ points: [point] }) => { if (typeof point?.customdata === 'number') choose.current?.(point.customdata) })
          if (current) setDrawn(true)
        })
      })
    })
    return () => {
      current = false
      takeBack()
    }
  }, [near, figure, dark, height])

  useEffect(() => effect(() => {
    const onPaper = isPrinting.value // read first: an effect follows what it has read
    const element = host.current, plotly = loadedPlotly()
    if (element === null || plotly === null) return
    if (onPaper) {
      if (element.clientWidth === 0) return // of a part that is not shown
      void plotly.react(element, figure.data, { ...applyTheme(figure, { ...printColours, font: pageColours().font }), width: paperWidth, height: own, autosize: false }, plotlyConfig)
      fitDrawing(element, { width: paperWidth, height: own })
    } else if (element.style.aspectRatio !== '') { // was on paper
      fitDrawing(element, null)
      if (near) void plotly.react(element, figure.data, { ...applyTheme(figure, pageColours()), height }, plotlyConfig).then(() => plotly.Plots.resize(element))
      else plotly.purge(element)
    }
  }), [near, figure, dark, height])

  useEffect(() => {
    const element = host.current
    return () => { if (element?.classList.contains('js-plotly-plot')) void loadPlotly().then((plotly) => plotly?.purge(element)) }
  }, [])

  const save = async (format: 'png' | 'svg'): Promise<void> => {
    const plotly = await loadPlotly()
    if (plotly === null) return
    const width = chart.wide ? 1200 : 720
    const layout = applyTheme(figure, { ...printColours, font: pageColours().font }, printColours.paper)
    const url = await plotly.toImage({ data: figure.data, layout: { ...layout, width, height: own } }, { format, width, height: own, scale: format === 'png' ? 2 : 1 })
    download(`${stem}-${chart.id}.${format}`, blobOf(url))
  }

  const titleId = `figure-${chart.id}`
  return (
    <figure ref={place} class={`figure${chart.wide || isLarge ? ' figure-wide' : ''}`} aria-labelledby={titleId} data-chart={chart.id}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isLarge) return
        enlarge(null)
        place.current?.querySelector<HTMLElement>('[aria-pressed]')?.focus()
      }}>
      <figcaption class="figure-head">
        <h3 id={titleId}>{figure.title}</h3>
        <span class="figure-actions">
          <button type="button" class="quiet small" aria-pressed={isLarge} onClick={() => enlarge(isLarge ? null : chart.id)} aria-label={`Larger: ${figure.title}`}>Larger</button>
          <button type="button" class="quiet small" onClick={() => void save('png')} aria-label={`save ${figure.title} as PNG`}>PNG</button>
          <button type="button" class="quiet small" onClick={() => void save('svg')} aria-label={`save ${figure.title} as SVG`}>SVG</button>
        </span>
      </figcaption>
      <div ref={host} class="plot" data-drawn={drawn} style={{ minHeight: `${height}px` }} role="img" aria-label={`${figure.title}. ${figure.describe}`} />
      <p class="figure-describe"><Formula text={figure.describe} /></p>
      <details>
        <summary>How to read it</summary>
        <p class="small soft"><Formula text={chart.explain} /></p>
        {chart.formulas !== undefined && (
          <dl class="formulas small">
            {chart.formulas.map(({ tex, says, source }) => (
              <div key={tex}><dt><Mathematics tex={tex} block /></dt><dd class="soft">{says} <span class="faint">[{source}]</span></dd></div>
            ))}
          </dl>
        )}
      </details>
      <details><summary>The numbers</summary><FigureNumbers figure={figure} choosing={choosing} /></details>
    </figure>
  )
}

function FigureNumbers({ figure: { table, title }, choosing }: { figure: Figure; choosing: Parameters<typeof FigureHost>[0]['choosing'] }) {
  const featureOf = (row: number): number | null => table.features?.[row] ?? null
  const chosen = choosing?.feature ?? null
  // Of a long table the rows of what is singled out are never among those left out.
  const shown = table.rows.flatMap((row, at) => (at < mostRows || (chosen !== null && featureOf(at) === chosen) ? [{ row, at }] : []))
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`numbers of ${title}`}>
      <table>
        <caption class="visually-hidden">{title}</caption>
        <thead><tr>{table.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
        <tbody>
          {shown.map(({ row, at }) => {
            const isChosen = chosen !== null && featureOf(at) === chosen
            return (
              <tr key={at} class={isChosen ? 'row-chosen' : undefined} aria-current={isChosen ? 'true' : undefined}>
                {row.map((cell, column) => <td key={column}>{typeof cell === 'number' ? (Number.isInteger(cell) ? formatInteger(cell) : formatNumber(cell, 4)) : cell}</td>)}
              </tr>
            )
          })}
        </tbody>
      </table>
      {shown.length < table.rows.length && <p class="small soft">The first {formatInteger(shown.length)} of {formatInteger(table.rows.length)} rows.</p>}
    </div>
  )
}

const mostRows = 400
const largerBy = 1.6

/** A data URL as a blob, without fetching it. */
function blobOf(url: string): Blob {
  const [head, body] = [url.slice(0, url.indexOf(',')), url.slice(url.indexOf(',') + 1)]
  const type = /data:([^;,]+)/.exec(head)?.[1] ?? 'application/octet-stream'
  if (!head.includes('base64')) return new Blob([decodeURIComponent(body)], { type })
  return new Blob([Uint8Array.from(atob(body), (character) => character.charCodeAt(0))], { type })
}
