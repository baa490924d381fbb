import { familyOf } from '../../science/tasks/family'
import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import { base, logAxis, withLegend } from './layout'
import { momentLine, shapeLine } from './marks'
import type { Trace } from './plot'
import type { FeatureChart, Portrait } from './portrait'

export const lossesOfChosen: FeatureChart = {
  id: 'losses-of-chosen',
  wide: true,
  explain: 'Loss of the runs that are looked at, each point the mean batch loss since the one before. The upright line is the moment that the other charts show: a step in a curve is often a feature that finds its place.',
  draw({ portraits }) {
    const found = portraits.filter(({ run: { curve } }) => curve.step.length > 0)
    if (found.length === 0) return null
    const { loss: { unit, column } } = familyOf(found[0].run.spec.task)
    const sharesShapes = new Set(found.map(({ shape }) => shape)).size < found.length // then dashes tell its runs apart
    const data = found.map(({ run: { curve }, label, shape }, k): Trace => ({
      type: 'scatter', mode: 'lines', name: label, x: [...curve.step], y: curve.loss.map((loss) => (Number.isFinite(loss) && loss > 0 ? loss : null)),
      line: shapeLine(shape, 2, sharesShapes ? k : shape), hovertemplate: `${label}<br>step %{x}: %{y:.4~g}<extra></extra>`,
    }))
    const { step } = found[0]
    return {
      title: 'Their loss, and the moment that is shown',
      data,
      layout: base({
        height: 280, ...withLegend,
        xaxis: logAxis('optimiser steps', '', found.flatMap(({ run: { curve } }) => curve.step)), yaxis: logAxis('batch loss', unit, found.flatMap(({ run: { curve } }) => curve.loss)),
        shapes: [momentLine(Math.max(1, step))],
      }),
      describe: `At step ${step}: ${formatList(found.map((portrait) => `${formatNumber(lossAt(portrait))} at ${portrait.label}`))}.`,
      table: { columns: ['run', 'step', `loss${column}`], rows: found.flatMap(({ label, run: { curve } }) => curve.step.map((at, t) => [label, at, Number.isFinite(curve.loss[t]) ? curve.loss[t] : 'not a number'])) },
    }
  },
}

/** The last loss that was read by then; before the first, the first. */
export function lossAt({ run: { curve }, step }: Pick<Portrait, 'run' | 'step'>): number | null {
  const at = curve.step.findLastIndex((probe) => probe <= step)
  return curve.loss[Math.max(0, at)] ?? null
}
