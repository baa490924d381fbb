import { formatNumber } from '../../report/numbers'
import { formatListSome } from '../../report/phrases'
import { directionPanels } from './direction-panels'
import type { Chart } from './figure'
import { shownOf, shownSentence } from './layout'
import { representativeRun } from './sweep-results'

const mostPanels = 10

export const featureDirections: Chart = {
  id: 'feature-directions',
  wide: true,
  explain: 'Every feature of the toy model with two hidden units is an arrow in the plane, W_i [Elhage et al. 2022]. Dense features: two of them take an axis '
    + 'each, the others are dropped. Sparser: antipodal pairs. Very sparse: five at equal angles, a pentagon. The circle has radius 1; the best run of each setting is drawn.',
  draw(results, room = 'wide') {
    const measured = results.summary.rows.flatMap((row) => {
      const directions = representativeRun(results, row)?.metrics?.arrays.featureDirections
      return directions?.shape[1] === 2 ? [{ row, directions }] : []
    })
    const found = measured.slice(0, mostPanels)
    if (found.length === 0) return null
    const { data, layout } = directionPanels(found.map(({ row, directions: { shape: [n], values } }) => ({
      label: row.label, x: Array.from({ length: n }, (_, f) => values[2 * f]), y: Array.from({ length: n }, (_, f) => values[2 * f + 1]),
    })), room)
    const represented = measured.map(({ row, directions: { shape: [n], values } }) => {
      const norms = Array.from({ length: n }, (_, f) => Math.hypot(values[2 * f], values[2 * f + 1]))
      return { row, norms, many: norms.filter((norm) => norm > 0.5).length }
    })
    return {
      title: `Feature directions in the plane${shownOf(found, measured)}`,
      data,
      layout,
      describe: `Features longer than ½: ${formatListSome(represented.map(({ row, many, norms }) => `${many} of ${norms.length} at ${row.label}`))}.${shownSentence(found, measured)}`,
      table: {
        columns: ['setting', 'feature', 'x', 'y', 'length ‖W_i‖'],
        rows: measured.flatMap(({ row, directions: { values } }, k) => represented[k].norms.map((norm, f) => [row.label, f, Number(formatNumber(values[2 * f], 4).replace('−', '-')), Number(formatNumber(values[2 * f + 1], 4).replace('−', '-')), norm])),
      },
    }
  },
}
