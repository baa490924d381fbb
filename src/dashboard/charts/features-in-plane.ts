import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import { directionPanels } from './direction-panels'
import { directionsOf, type FeatureChart } from './portrait'

export const featuresInPlane: FeatureChart = {
  id: 'features-in-plane',
  wide: true,
  explain: 'Each arrow is the direction W_i that a feature has in a hidden layer of two units [Elhage et al. 2022]; the dotted circle has radius 1. Its colour is the interference '
    + 'it receives, Σ_{j≠i} (Ŵ_i·W_j)²: blue none, vermillion as much from the others as from itself. Two features back to back are a digon, five at equal angles a pentagon.',
  draw({ portraits, feature }, room) {
    const found = portraits.flatMap((portrait) => {
      const directions = directionsOf(portrait), interference = portrait.metrics.arrays.featureInterference
      return directions?.width === 2 && interference !== undefined ? [{ portrait, directions, interference: interference.values }] : []
    })
    if (found.length === 0) return null
    const planes = found.map(({ portrait, directions: { count, values }, interference }) => ({
      label: portrait.label, interference,
      x: Array.from({ length: count }, (_, f) => values[2 * f]), y: Array.from({ length: count }, (_, f) => values[2 * f + 1]),
    }))
    const norms = planes.map(({ x, y }) => x.map((value, f) => Math.hypot(value, y[f])))
    return {
      title: 'Directions in the plane',
      ...directionPanels(planes, room, feature),
      describe: `Features longer than ½: ${formatList(planes.map(({ label }, k) => `${norms[k].filter((norm) => norm > 0.5).length} of ${norms[k].length} at ${label}`))}.`
        + (feature === null ? '' : ` Feature ${feature} has length ${formatList(planes.map(({ label }, k) => `${formatNumber(norms[k][feature])} at ${label}`))}.`),
      table: {
        columns: ['run', 'feature', 'angle (°)', 'length ‖W_i‖', 'interference'],
        rows: planes.flatMap(({ label, x, y, interference }, k) => x.map((value, f) => [label, f, Math.round((Math.atan2(y[f], value) * 1800) / Math.PI) / 10, norms[k][f], interference[f]])),
        features: planes.flatMap(({ x }) => x.map((_, f) => f)),
      },
    }
  },
}
