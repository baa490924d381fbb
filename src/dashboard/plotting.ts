/**
 * Plotly, fetched from this site when the first figure is wanted and not before: it is ten times the rest of the page.
 * Uploading is switched off twice over (no button, no server): figures leave the page only as files the reader saves.
 */
import type { Figure } from './charts/figure'
import type { Axis, Scene } from './charts/plot'
import { fetchPart } from './fetch-part'

export interface Plotly {
  react(element: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<PlotElement>
  purge(element: HTMLElement): void
  toImage(figure: unknown, options: { format: 'png' | 'svg'; width: number; height: number; scale?: number }): Promise<string>
  Plots: { resize(element: HTMLElement): void }
}

export interface PlotElement extends HTMLElement {
  on(event: 'plotly_click', listener: (event: { readonly points: readonly { readonly customdata?: unknown }[] }) => void): void
}

let loading: Promise<Plotly | null> | null = null
let loaded: Plotly | null = null

/** @returns null where it could not be fetched; the next figure that is wanted asks again */
export function loadPlotly(): Promise<Plotly | null> {
  loading ??= fetchPart(() => import('plotly.js-dist-min')).then((module) => {
    if (module === null) loading = null
    loaded = module === null ? null : (module.default ?? module) as unknown as Plotly
    return loaded
  })
  return loading
}

/** It, if it has been fetched: printing cannot wait. */
export const loadedPlotly = (): Plotly | null => loaded

export const plotlyConfig = {
  responsive: true, displaylogo: false, showSendToCloud: false, plotlyServerURL: '', displayModeBar: false, showEditInChartStudio: false,
} as const

export interface FigureColours { readonly ink: string; readonly soft: string; readonly rule: string; readonly paper: string; readonly font: string }

/** The colours of the page as it is shown now. */
export function pageColours(): FigureColours {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  return { ink: read('--ink'), soft: read('--ink-soft'), rule: read('--rule'), paper: read('--paper'), font: getComputedStyle(document.body).fontFamily }
}

/** Figures are saved for paper, whatever theme the page has. */
export const printColours: Omit<FigureColours, 'font'> = { ink: '#1a1e23', soft: '#454d57', rule: '#e2e1da', paper: '#ffffff' }

/** A figure's layout in the page's colours; the chart itself knows none. */
export function applyTheme({ layout }: Pick<Figure, 'layout'>, colours: FigureColours, background = 'rgba(0,0,0,0)'): Record<string, unknown> {
  const axis = (own: Axis) => ({
    gridcolor: colours.rule, zerolinecolor: colours.rule, linecolor: colours.soft, tickcolor: colours.soft, showline: own.showgrid !== false, ticks: own.showticklabels === false ? '' : 'outside',
    ticklen: 4, automargin: true, tickfont: { color: colours.soft }, exponentformat: 'power', minor: { showgrid: false }, ...own,
    ...(own.title === undefined ? {} : { title: { font: { size: 13 }, ...own.title } }),
  })
  const line = { color: colours.soft, gridcolor: colours.rule, zerolinecolor: colours.soft, showbackground: false, tickfont: { color: colours.soft, size: 10 } }
  const scene = (own: Scene) => ({ ...own, xaxis: { ...line, ...own.xaxis }, yaxis: { ...line, ...own.yaxis }, zaxis: { ...line, ...own.zaxis } })
  const parts = Object.entries<unknown>({ xaxis: {}, yaxis: {}, ...layout }).map(([key, part]) =>
    [key, /^[xy]axis\d*$/.test(key) ? axis(part as Axis) : /^scene\d*$/.test(key) ? scene(part as Scene) : part] as const)
  return {
    ...Object.fromEntries(parts), autosize: true, paper_bgcolor: background, plot_bgcolor: background,
    font: { family: colours.font, size: 13, color: colours.ink },
    hoverlabel: { font: { family: colours.font, size: 13 } },
  }
}
