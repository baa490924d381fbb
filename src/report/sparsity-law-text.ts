/** The law of shape and sparsity: first what it rules out, then what it leaves, then the numbers. */
import type { LawFit } from '../science/statistics/law-fit'
import { type SparsityLaw, nestedLaws } from '../science/statistics/sparsity-law'
import { type NamedLaw, standingOf } from '../science/verdict/sparsity-standing'
import { formatEstimate } from './estimates'
import { capitalised, formatList } from './phrases'

const sparsityLawTitles = {
  'stream-bound': 'a degree set by sparsity per dimension of the stream',
  'neuron-bound': 'a degree set by sparsity per neuron',
  universality: 'equal features at equal size (the note’s table)',
  'no-grip': 'a count that sparsity does not change',
} as const satisfies Record<NamedLaw, string>

const whyNone = {
  'too-few-cells': 'too few shapes and sparsities are left between floor and ceiling for a law in two numbers',
  'one-sparsity': 'one sparsity is left between floor and ceiling, so how the count depends on it cannot be determined',
  collinear: 'the shapes do not tell width from depth, so no law in two numbers can be fitted',
} as const satisfies Record<Extract<SparsityLaw, { kind: 'none' }>['why'], string>

/** The laws that a fit can speak of: without an s it is silent on laws of shape alone. */
const askedOf = ({ s }: Extract<SparsityLaw, { kind: 'fitted' }>): readonly NamedLaw[] =>
  nestedLaws.flatMap(({ kind, g }) => (kind === 'free' || (s === null && g === null) ? [] : [kind]))

/** "Ruled out: …. Left: …. s = …, g = …; C = …." */
export function describeSparsityLaw(law: SparsityLaw): string {
  if (law.kind === 'none') return `${capitalised(whyNone[law.why])}.`
  const { s, g, streamConstant } = law, standing = standingOf(law)!
  const numbers = `${[...(s === null ? [] : [`s = ${formatEstimate(s)}`]), `g = ${formatEstimate(g)}`].join(', ')}; C = ${formatEstimate(streamConstant)} features per dimension of the stream times −p ln p, the mean over cells.`
  if (standing.kind === 'no-interval') return `One seed per shape gives no interval, so nothing is ruled out. ${numbers}`
  const ruledOut = standing.ruledOut.length === 0 ? 'Nothing is ruled out.' : `Ruled out: ${formatList(standing.ruledOut.map((kind) => sparsityLawTitles[kind]))}.`
  const left = askedOf(law).filter((kind) => !standing.ruledOut.includes(kind))
  const fits = standing.kind !== 'intermediate'
    ? `${standing.isExact ? 'Fits' : 'Close, but not exact'}: ${sparsityLawTitles[standing.kind]}${standing.kind === 'stream-bound' || standing.kind === 'neuron-bound' ? ' (the compressed-sensing bound read as an equality)' : ''}.`
    : left.length === 0 ? 'No law of the theory fits.' : `Left, but not shown: ${formatList(left.map((kind) => sparsityLawTitles[kind]))}.`
  return `${ruledOut} ${fits} ${numbers}`
}

/** What a plane of laws shows of a sweep: both numbers where sparsity was swept, else s alone. */
export function describeStanding(sparsityLaw: SparsityLaw | null, law: LawFit): string {
  if (sparsityLaw !== null) return describeSparsityLaw(sparsityLaw)
  return law.kind === 'none' ? 'This sweep gives no law.' : `This sweep: s = ${formatEstimate(law.s)}; sparsity was not swept, so g is not known.`
}
