/** The law of shape and sparsity in words: first what it rules out, then what it leaves, then the numbers. */
import type { LawFit } from '../science/statistics/law-fit'
import type { SparsityLaw } from '../science/statistics/sparsity-law'
import { type NamedLaw, type SparsityStanding, standingOf } from '../science/verdict/sparsity-standing'
import { formatEstimate } from './estimates'
import { capitalised, formatList } from './phrases'

const names = {
  'stream-bound': 'a degree set by sparsity per dimension of the stream',
  'neuron-bound': 'a degree set by sparsity per neuron (the bound read as an equation)',
  universality: 'equal features at equal size (the note’s table)',
  'no-grip': 'a count that sparsity has no grip on',
} as const satisfies Record<NamedLaw, string>

const findings = {
  'stream-bound': 'Sparsity sets how many features each dimension of the stream holds, as the compressed-sensing bound would as an equality, so at equal size the wider network learns more',
  'neuron-bound': 'Sparsity sets how many features each neuron holds, so at equal size the deeper network learns more',
  universality: 'Networks of equal size learn equally many features whatever their shape',
  'no-grip': 'How rare features are does not change how many are learned',
  intermediate: 'No law of the theory fits',
  'no-interval': 'One seed per shape gives no interval',
} as const satisfies Record<SparsityStanding['kind'], string>

const whyNone = {
  'too-few-cells': 'too few shapes and sparsities are left between floor and ceiling for a law in two numbers',
  'one-sparsity': 'one sparsity is left between floor and ceiling, so how the count depends on it cannot be told',
  collinear: 'the shapes do not tell width from depth, so no law in two numbers can be fitted',
} as const satisfies Record<Extract<SparsityLaw, { kind: 'none' }>['why'], string>

/** "Ruled out: …. Left: …. s = …, g = …, C = …." */
export function describeSparsityLaw(law: SparsityLaw): string {
  const standing = standingOf(law)
  if (law.kind === 'none' || standing === null) return law.kind === 'none' ? `${capitalised(whyNone[law.why])}.` : ''
  const { s, g, streamConstant } = law
  const ruledOut = standing.ruledOut.length === 0 ? '' : `Ruled out: ${formatList(standing.ruledOut.map((kind) => names[kind]))}. `
  const numbers = [...(s === null ? [] : [`s = ${formatEstimate(s)}`]), `g = ${formatEstimate(g)}`].join(', ')
  const exactness = standing.isExact ? '' : ', to within the bands asked for but not exactly'
  return `${ruledOut}${findings[standing.kind]}${exactness}: ${numbers}. Features per dimension of the stream times −p ln p: C = ${formatEstimate(streamConstant)}, the mean over cells.`
}

/** What a plane of laws shows of a sweep: both numbers where sparsity was swept, else s alone. */
export function describeStanding(sparsityLaw: SparsityLaw | null, law: LawFit): string {
  if (sparsityLaw !== null) return describeSparsityLaw(sparsityLaw)
  return law.kind === 'none' ? 'This sweep gives no law.' : `This sweep: s = ${formatEstimate(law.s)}; sparsity was not swept, so g is not known.`
}
