/** Whether the compressed-sensing bound binds. */
import type { BoundStanding, Constancy } from '../science/conclusions/observed-bound'
import { formatEstimate } from './estimates'
import type { NameOf } from './labels'
import { formatFixed } from './numbers'

const consequence = {
  'does-not-bind': 'so the degree of superposition does not follow the bound read as an equality',
  'may-bind': 'as it would be if the bound were an equality',
  undecided: 'so whether the bound binds is open',
} as const satisfies Record<BoundStanding['standing'], string>

export function describeBound({ standing, overShapes, overSparsity, overBaseline }: BoundStanding, nameOf: NameOf): string {
  const beside = overBaseline === null ? ''
    : ` Beside what autoencoders reach at about the same p, ${formatFixed(overBaseline.baseline)}, the largest is that of ${nameOf(overBaseline.key)}, ${formatFixed(overBaseline.ratio, overBaseline.ratio < 0.1 ? 3 : 2)} of it${overBaseline.isFarBelow ? ': far below what the bound must allow' : ''}.`
  return `The observed constant of the bound, C_obs: ${describeConstancy(overShapes, 'over shapes at equal p', nameOf)}; ${describeConstancy(overSparsity, 'over p at equal shape', nameOf)}; ${consequence[standing]}.${beside}`
}

function describeConstancy(constancy: Constancy, over: string, nameOf: NameOf): string {
  if (constancy.standing === 'not-testable') return `${over} it cannot be asked`
  const { most, least, ratio, pairs } = constancy
  const how = { constant: 'is constant to within 15%', moves: 'moves beyond seed noise', undecided: 'is not settled' }[constancy.standing]
  return `${over} it ${how} (${nameOf(most)} over ${nameOf(least)}: ${formatEstimate(ratio)}${pairs > 1 ? `, the widest of ${pairs} pairs` : ''})`
}
