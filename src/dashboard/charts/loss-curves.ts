import { familyOf } from '../../science/tasks/family'
import { formatShape } from '../../report/labels'
import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import type { Chart } from './figure'
import { base, logAxis, logRange, topOfLosses, withLegend } from './layout'
import { shapeLine } from './marks'
import { badColour } from './palette'
import type { Trace } from './plot'
import { shapeIndex } from './sweep-results'

export const lossCurves: Chart = {
  id: 'loss-curves',
  wide: true,
  explain: 'Loss of every run, each point the mean batch loss since the one before. Lines of one colour and dash are one shape at several learning rates and seeds. A run whose loss stopped being a number '
    + 'ends in a red cross: it diverged, which is a finding, and it is left out of the table.',
  draw(results) {
    const runs = results.runs.filter(({ curve }) => curve.step.length > 0)
    if (runs.length === 0) return null
    const { loss: { unit, column } } = familyOf(runs[0].spec.task)
    const losses = runs.flatMap(({ curve }) => curve.loss.filter((loss) => Number.isFinite(loss) && loss > 0))
    const top = topOfLosses(losses), leaves = losses.some((loss) => loss > top)
    const named = new Set<string>()
    const data: Trace[] = runs.map((run) => {
      const label = formatShape(run.spec)
      const isFirst = !named.has(label)
      named.add(label)
      return {
        type: 'scatter', mode: 'lines', name: label, legendgroup: label, showlegend: isFirst,
        x: [...run.curve.step], y: run.curve.loss.map((loss) => (Number.isFinite(loss) && loss > 0 ? loss : null)),
        line: shapeLine(shapeIndex(results, run.spec.shape), runs.length > 24 ? 1.1 : 1.6), opacity: runs.length > 24 ? 0.6 : 0.9,
        hovertemplate: `${label}, lr ${run.spec.training.learningRate}, seed ${run.spec.seeds.init}<br>step %{x}: %{y:.4~g}<extra></extra>`,
      }
    })
    const diverged = runs.filter(({ status }) => status.kind === 'diverged').map((run) => {
      const usable = run.curve.loss.findLastIndex((loss) => Number.isFinite(loss) && loss > 0)
      return { run, step: run.curve.step[Math.max(0, usable)], loss: Math.min(top, run.curve.loss[Math.max(0, usable)]) }
    })
    if (diverged.length > 0) {
      data.push({
        type: 'scatter', mode: 'markers', name: 'diverged', x: diverged.map(({ step }) => step), y: diverged.map(({ loss }) => loss),
        marker: { symbol: 'x', size: 10, color: badColour }, text: diverged.map(({ run }) => formatShape(run.spec)), hovertemplate: '%{text}<br>diverged after step %{x}<extra></extra>',
      })
    }
    const ends = [...named].map((label) => {
      const losses = runs.filter((run) => formatShape(run.spec) === label && run.status.kind === 'finished').map(({ curve }) => curve.loss.at(-1)!)
      return { label, best: losses.length === 0 ? null : Math.min(...losses), many: losses.length }
    })
    return {
      title: 'Loss curves',
      data,
      layout: base({
        height: 400, ...withLegend,
        xaxis: logAxis('optimiser steps', '', runs.flatMap(({ curve }) => curve.step)),
        yaxis: logAxis('batch loss', unit, [Math.min(...losses), top], undefined, leaves ? { range: logRange([Math.min(...losses), top]) } : {}),
      }),
      describe: `Least final loss: ${formatList(ends.filter(({ best }) => best !== null).map(({ label, best, many }) => `${formatNumber(best)} at ${label} (${many} runs)`))}.${diverged.length > 0 ? ` ${diverged.length} diverged${leaves ? '; lines of losses above the figure leave it at the top, and the numbers have them' : ''}.` : ''}`,
      table: {
        columns: ['run', 'shape', 'learning rate', 'seed', 'status', 'last step', `last loss${column}`],
        rows: runs.map((run) => [run.id, formatShape(run.spec), run.spec.training.learningRate, run.spec.seeds.init, run.status.kind, run.curve.step.at(-1) ?? '', finiteOrText(run.curve.loss.at(-1))]),
      },
    }
  },
}

function finiteOrText(loss: number | undefined): number | string {
  return loss === undefined ? '' : Number.isFinite(loss) ? loss : 'not a number'
}
