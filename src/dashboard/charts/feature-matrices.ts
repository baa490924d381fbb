import { hasDepth, modelRecord } from '../../science/models/model'
import { formatNumber, formatPercent } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import { effectiveMatrices, inDiagonalUnits, offDiagonalShare, quantileOfMagnitude, rowsOf } from './effective-matrices'
import { base } from './layout'
import { chosenFrame, signedMatrix } from './marks'
import { closeTitle, matrixAxes, panelAxes, panelGrid, panelTitles, type Panel } from './panels'
import type { FeatureChart, FeatureLook, Portrait } from './portrait'

export const featureMatrices: FeatureChart = {
  id: 'feature-matrices',
  wide: true,
  explain: 'What feature j (column) does to output i (row). The Gram matrix W_i·W_j says how directions overlap; the effective Jacobian says what the whole network does on the data, the mean of '
    + '∂ŷ_i/∂x_j where feature j is active, in units of its typical diagonal. Blue off the diagonal is feature j pushing output i down, vermillion up. At most 64 features are measured.',
  formulas: effectiveMatrices.formulas!,
  choices: ({ portraits }) => {
    const both = portraits.some(({ metrics: { arrays } }) => arrays.gram !== undefined && arrays.jacobian !== undefined)
    const options = [{ id: 'gram', title: 'Gram: directions' }, { id: 'jacobian', title: 'Jacobian: what the network does' }]
    return both ? { label: 'matrix', options: portraits.every(isSame) ? options : options.reverse() } : null
  },
  draw(look, room) {
    const { portraits, feature } = look
    const found = portraits.flatMap((portrait) => {
      const matrix = matrixOf(portrait, look)
      return matrix === null ? [] : [{ portrait, ...matrix }]
    })
    if (found.length === 0) return null
    const columns = Math.min(found.length, room === 'narrow' ? 1 : found.length === 4 ? 4 : 3)
    const { panels, rows } = panelGrid(found.length, columns)
    const scale = Math.min(2, Math.max(...found.map(({ matrix }) => quantileOfMagnitude(matrix))))
    const axes = panelAxes(panels, (panel, k) => matrixAxes(panel, found[k].matrix.shape[0], { x: { nticks: 5, ...closeTitle('feature j') }, y: { nticks: 5, ...closeTitle('output i', panel.isLeft) } }))
    const off = found.map(({ portrait: { label }, matrix }) => `${formatPercent(offDiagonalShare(matrix))} at ${label}`)
    return {
      title: found.some(({ isGram }) => isGram) ? 'How features overlap' : 'What each feature does to each output',
      data: found.map(({ portrait: { label }, matrix }, k) => ({
        ...signedMatrix(panels[k], label, rowsOf(matrix), scale, k === found.length - 1),
        customdata: Array.from({ length: matrix.shape[0] }, () => Array.from({ length: matrix.shape[1] }, (_, j) => j)),
      })),
      layout: base({
        height: 84 + rows * (room === 'narrow' ? 330 : 20 + Math.round(900 / columns)), margin: { l: 54, r: 12, t: 34, b: 44 }, ...axes,
        annotations: panelTitles(panels, found.map(({ portrait: { label } }) => label)),
        shapes: panels.flatMap((panel, k) => chosenCross(panel, feature, found[k].matrix.shape[0])),
      }),
      describe: `Share of the squares that lies off the diagonal: ${formatList(off)}.`
        + (feature === null ? '' : ` Loudest at output ${feature} besides itself: ${formatList(found.map(({ portrait: { label }, matrix: { shape: [size], values } }) => (feature < size ? `${loudest(values, size, feature)} at ${label}` : `not measured at ${label}`)))}.`),
      table: {
        columns: ['run', 'output', 'its own entry', 'loudest other feature', 'its entry'],
        rows: found.flatMap(({ portrait: { label }, matrix: { shape: [size], values } }) => Array.from({ length: size }, (_, i) => {
          const other = otherThan(values, size, i)
          return [label, i, values[i * size + i], other ?? '', other === null ? '' : values[i * size + other]]
        })),
        features: found.flatMap(({ matrix: { shape: [size] } }) => Array.from({ length: size }, (_, i) => i)),
      },
    }
  },
}

/** Where a feature is written and read in different directions, or layers stand between, overlap is not what the network does. */
const isSame = ({ run: { spec: { model } } }: Portrait): boolean => {
  const { directions, readout } = modelRecord(model.kind)
  return !hasDepth(model) && directions(model)?.tensor === readout(model)
}

function matrixOf(portrait: Portrait, { choice, portraits }: FeatureLook) {
  const { gram, jacobian } = portrait.metrics.arrays
  const isGram = gram !== undefined && (jacobian === undefined || choice === 'gram' || (choice === null && portraits.every(isSame)))
  if (isGram) return { matrix: gram, isGram }
  return jacobian === undefined ? null : { matrix: inDiagonalUnits(jacobian), isGram }
}

/** The feature that output i responds to most besides its own; null where it is alone. */
function otherThan(values: ArrayLike<number>, size: number, i: number): number | null {
  let best: number | null = null
  for (let j = 0; j < size; j++) if (j !== i && (best === null || Math.abs(values[i * size + j]) > Math.abs(values[i * size + best]))) best = j
  return best
}

function loudest(values: ArrayLike<number>, size: number, i: number): string {
  const other = otherThan(values, size, i)
  return other === null ? 'none' : `feature ${other} with ${formatNumber(values[i * size + other], 2)}`
}

/** The row and the column of the chosen feature, framed. */
function chosenCross(panel: Panel, feature: number | null, size: number) {
  if (feature === null || feature >= size) return []
  const own = [feature - 0.5, feature + 0.5] as const, all = [-0.5, size - 0.5] as const
  return [chosenFrame(panel, own, all), chosenFrame(panel, all, own)]
}
