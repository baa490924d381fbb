/** Whether wide shapes hold more of their features in several layers together. */
import type { CrossLayerCompensation } from '../science/conclusions/cross-layer'
import { formatEstimate } from './estimates'
import type { NameOf } from './labels'
import { formatFixed } from './numbers'

export function describeCrossLayer({ pairs, strongest, standing }: CrossLayerCompensation, nameOf: NameOf): string {
  const { deep, wide, difference, probability } = strongest
  const chance = probability === null ? '' : `; ${probability < 0.001 ? 'below 0.001' : formatFixed(probability, 3)} by chance${pairs.length > 1 ? `, Holm over ${pairs.length} budgets and settings` : ''}`
  const where = `χ of ${nameOf(wide)} less that of ${nameOf(deep)} is ${formatEstimate(difference, 3)}${chance}`
  switch (standing) {
    case 'shown': return `Cross-layer compensation: wide shapes hold more of their features in several layers together (${where}).`
    case 'reversed': return `Deep shapes, not wide ones, hold more of their features in several layers together (${where}).`
    case 'not-shown': return `Cross-layer compensation is not shown: wide shapes do not hold more of their features in several layers together, beyond seed noise (${where}).`
  }
  standing satisfies never
}
