/**
 * Loss while it falls: one line per run, coloured and dashed by shape. uPlot draws on a canvas, fast enough for
 * hundreds of curves; the same curves stand among the figures, with a table, once training has ended.
 */
import { formatShape } from '../../report/labels'
import { effect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { RunRecord } from '../../runner/keeping/run-record'
import { logTicks, tickText, topOfLosses } from '../charts/layout'
import { shapeColour, shapeDash, translucent } from '../charts/palette'
import { shapeIndex, shapeKey, shapesOfRuns } from '../charts/sweep-results'
import { printColours } from '../plotting'
import { isPrinting } from '../printing'
import type { Laboratory } from '../state/laboratory'
import type { SweepSession } from '../state/sweeps'
import { followView } from './follow-view'
import { familyOf } from '../../science/tasks/family'

const HEIGHT = 300 // px
const redrawMilliseconds = 100

export function LiveLoss({ lab, session }: { lab: Pick<Laboratory, 'look' | 'theme'>; session: SweepSession }) {
  const host = useRef<HTMLDivElement>(null)
  const dark = lab.theme.isDark.value
  const { plan, experiment } = session.onDesk
  const shapes = shapesOfRuns(plan.runs)
  const linear = lab.look.current.value.choices['live-loss'] ?? ''
  const logSteps = linear !== 'linear' && linear !== 'linear-steps', logLoss = linear !== 'linear' && linear !== 'linear-loss'
  const toggle = (steps: boolean, loss: boolean): void => {
    const word = steps ? (loss ? null : 'linear-loss') : loss ? 'linear-steps' : 'linear'
    const others = Object.entries(lab.look.current.peek().choices).filter(([place]) => place !== 'live-loss')
    lab.look.change({ choices: Object.fromEntries(word === null ? others : [...others, ['live-loss', word]]) })
  }
  const unit = familyOf(experiment.task).loss.ofBatch

  useEffect(() => {
    const element = host.current
    if (element === null) return
    const { probes } = plan.runs[0].spec.measurement
    const steps = plan.runs.map(({ spec }) => spec.training.steps)
    const extent = [Math.max(1, Math.floor(Math.min(...steps) / probes)), Math.max(...steps)] as const
    const plot = new uPlot(options(element, plan.runs.map(({ spec }) => shapeIndex({ shapes }, spec.shape)), unit, extent, { logSteps, logLoss }), [[]] as unknown as uPlot.AlignedData, element)
    let drawn: readonly RunRecord[] | null = null
    const draw = (): void => {
      const { runs } = session.view.peek()
      if (runs === drawn || width === 0) return
      plot.setData(aligned(runs))
      drawn = runs
    }
    let width = element.clientWidth // none while another part of the results is shown
    draw()
    const leave = followView(session, redrawMilliseconds, draw)
    const resize = new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width > 0 && contentRect.width !== plot.width) plot.setSize({ width: contentRect.width, height: HEIGHT })
      width = contentRect.width
      draw()
    })
    resize.observe(element)
    let wasPrinting = false
    const leavePrinting = effect(() => {
      if (isPrinting.value !== wasPrinting && width > 0) plot.redraw(false, true)
      wasPrinting = isPrinting.value
    })
    return () => {
      leave()
      leavePrinting()
      resize.disconnect()
      plot.destroy()
    }
  }, [session, dark, linear])

  return (
    <figure class="live" aria-labelledby="live-title">
      <figcaption>
        <h3 id="live-title">Loss while training</h3>
        <ul class="legend" aria-label="shapes">
          {shapes.map((shape, index) => (
            <li key={shapeKey(shape)}>
              <svg width="26" height="10" aria-hidden="true"><line x1="1" y1="5" x2="25" y2="5" stroke={shapeColour(index)} stroke-width="2.5" stroke-dasharray={shapeDash(index).join(' ')} /></svg>
              {formatShape({ model: experiment.model, shape })}
            </li>
          ))}
        </ul>
        <span class="live-axes small soft">
          logarithmic
          <label><input type="checkbox" checked={logSteps} onChange={() => toggle(!logSteps, logLoss)} /> steps</label>
          <label><input type="checkbox" checked={logLoss} onChange={() => toggle(logSteps, !logLoss)} /> loss</label>
        </span>
      </figcaption>
      <div ref={host} class="live-plot" role="img" aria-label={`loss (${unit}) against optimiser steps, one line per run; the run table has the numbers`} />
    </figure>
  )
}

/** Curves of equal length share their probe steps. Where a run has no probe it has undefined, which uPlot draws across; a loss that has no place is null, a gap. */
function aligned(runs: readonly RunRecord[]): uPlot.AlignedData {
  const steps = [...new Set(runs.flatMap(({ curve }) => curve.step))].sort((x, y) => x - y)
  const at = new Map(steps.map((step, index) => [step, index]))
  const columns = runs.map(({ curve }) => {
    const column: (number | null | undefined)[] = new Array(steps.length).fill(undefined)
    curve.step.forEach((step, index) => {
      const loss = curve.loss[index]
      column[at.get(step)!] = loss > 0 && Number.isFinite(loss) ? loss : null
    })
    return column
  })
  return [steps, ...columns]
}

/** The same round values as the figures name. */
const roundTicks = (_plot: uPlot, _axis: number, low: number, high: number): number[] =>
  logTicks(low, high).filter((tick) => tick >= low && tick <= high)
const tickTexts = (_plot: uPlot, ticks: readonly number[]): string[] => ticks.map(tickText)

/** uPlot would drop ticks of its own logarithmic grid. */
const all = (_plot: uPlot, ticks: readonly number[]): number[] => [...ticks]

/** From the round value below the least loss to the one above the greatest that is shown. */
function roundRange(_plot: uPlot, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || !(low > 0)) return [0.1, 10]
  const top = topOfLosses([low, high]), ticks = logTicks(low, top)
  return [ticks.findLast((tick) => tick <= low) ?? low, ticks.find((tick) => tick >= top && tick > low) ?? top]
}

function options(element: HTMLElement, shapeOfRun: readonly number[], unit: string, extent: readonly [number, number], { logSteps, logLoss }: { logSteps: boolean; logLoss: boolean }): uPlot.Options {
  const style = getComputedStyle(document.documentElement)
  const own = { ink: style.getPropertyValue('--ink-soft').trim(), rule: style.getPropertyValue('--rule').trim() }
  const ink = (): string => (isPrinting.peek() ? printColours.soft : own.ink), rule = (): string => (isPrinting.peek() ? printColours.rule : own.rule)
  const font = `12px ${getComputedStyle(document.body).fontFamily}`
  const axis = { stroke: ink, font, labelFont: font, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 } }
  const alpha = shapeOfRun.length > 24 ? 0.5 : 0.85
  return {
    width: element.clientWidth, height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, distr: logSteps ? 3 : 1, range: () => [logSteps ? extent[0] : 0, Math.max(extent[1], extent[0] + 1)] },
      y: logLoss ? { distr: 3, range: roundRange } : { distr: 1, range: (_plot, _low, high) => [0, high > 0 ? high * 1.05 : 1] },
    },
    axes: [
      { ...axis, label: 'optimiser steps', labelSize: 20, size: 36, values: tickTexts, ...(logSteps ? { splits: roundTicks, filter: all } : {}) },
      { ...axis, label: unit, labelSize: 22, size: 76, values: tickTexts, ...(logLoss ? { splits: roundTicks, filter: all } : {}) },
    ],
    series: [{}, ...shapeOfRun.map((index): uPlot.Series => ({
      stroke: translucent(shapeColour(index), alpha), width: 1.5, dash: [...shapeDash(index)], points: { show: false }, spanGaps: false,
    }))],
  }
}
