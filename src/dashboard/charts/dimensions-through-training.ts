import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import { knownFractions } from './feature-dimensionality'
import { guideLines } from './feature-panels'
import { base, logTicks, tickText } from './layout'
import { inPanel, momentLine } from './marks'
import { chosenColour, shapeColour, translucent } from './palette'
import { closeTitle, panelAxes, panelGrid, panelTitles } from './panels'
import type { Trace } from './plot'
import type { FeatureChart } from './portrait'

/** Step 0 has no place on a logarithmic axis: it stands at half a step. */
const atStep = (step: number): number => Math.max(0.5, step)

export const dimensionsThroughTraining: FeatureChart = {
  id: 'dimensions-through-training',
  wide: true,
  explain: 'How arrangements form: D_i (in deep networks the share of its own output that feature i has) at every moment of the replay, one line per feature; step 0 is drawn at ½. The upright line is the moment '
    + 'that the other charts show. Features do not glide to the known fractions but jump, when one of them changes its partners [Elhage et al. 2022, Superposition and learning dynamics].',
  draw({ portraits, feature }, room) {
    const found = portraits.flatMap((portrait) => {
      const moments = portrait.history.flatMap(({ step, metrics: { arrays } }) => {
        const values = (arrays.featureDimensionality ?? arrays.jacobianSelfShare)?.values
        return values === undefined ? [] : [{ step, values }]
      })
      return moments.length < 2 ? [] : [{ portrait, moments }]
    })
    if (found.length === 0) return null
    const { panels, rows } = panelGrid(found.length, Math.min(found.length, room === 'narrow' ? 1 : 2))
    const data = found.flatMap(({ portrait: { label, shape }, moments }, k): Trace[] => {
      const steps = moments.map(({ step }) => atStep(step))
      const many = moments[0].values.length
      const line = (f: number, color: string, width: number): Trace => ({
        type: 'scatter', mode: 'lines', ...inPanel(panels[k]), name: `feature ${f}`, x: steps, y: moments.map(({ values }) => values[f]), customdata: steps.map(() => f),
        line: { color, width }, hovertemplate: `${label}<br>feature ${f}, step %{x}: %{y:.2f}<extra></extra>`,
      })
      return [
        ...Array.from({ length: many }, (_, f) => f).filter((f) => f !== feature).map((f) => line(f, translucent(shapeColour(shape), many > 24 ? 0.35 : 0.75), 1.3)),
        ...(feature !== null && feature < many ? [line(feature, chosenColour, 3)] : []),
      ]
    })
    const axes = panelAxes(panels, ({ isLeft }, k) => {
      const ticks = logTicks(1, atStep(found[k].moments.at(-1)!.step)).filter((tick) => tick >= 1 && String(tick).startsWith('1'))
      return {
        x: { type: 'log', tickmode: 'array', tickvals: [0.5, ...ticks], ticktext: ['0', ...ticks.map(tickText)], ...closeTitle('optimiser steps') },
        y: { range: [-0.04, 1.06], nticks: 5, ...(isLeft ? { title: { text: 'D<sub>i</sub> or own share' } } : {}) },
      }
    })
    return {
      title: 'Dimension of every feature through training',
      data,
      layout: base({
        height: 84 + rows * 270, margin: { l: 62, r: 18, t: 34, b: 50 }, ...axes, annotations: panelTitles(panels, found.map(({ portrait: { label } }) => label)),
        shapes: panels.flatMap((panel, k) => [...guideLines([panel], knownFractions.map(([value]) => value), 0.8), momentLine(atStep(found[k].portrait.step), panel)]),
      }),
      describe: `At step ${found[0].portrait.step}, mean over features: ${formatList(found.map(({ portrait: { label, step }, moments }) => {
        const now = moments.find((moment) => moment.step === step) ?? moments[moments.length - 1]
        return `${formatNumber(now.values.reduce((sum, value) => sum + value, 0) / now.values.length, 2)} at ${label}`
      }))}.`,
      table: {
        columns: ['run', 'step', 'mean', 'least', 'greatest', ...(feature === null ? [] : [`feature ${feature}`])],
        rows: found.flatMap(({ portrait: { label }, moments }) => moments.map(({ step, values }) => [
          label, step, values.reduce((sum, value) => sum + value, 0) / values.length, Math.min(...values), Math.max(...values), ...(feature === null ? [] : [values[feature] ?? '']),
        ])),
      },
    }
  },
}
