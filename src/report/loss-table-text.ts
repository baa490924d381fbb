/** The law of width and depth fitted to a table: in sentences, and as a table for other programs. */
import { equalLossBand, huberFrom } from '../science/criteria'
import { type FittedNumber, type LossTableFit, type ShapeStep, stepsTogether } from '../science/conclusions/loss-table-fit'
import type { LossTerm, UndeterminedLaw } from '../science/statistics/depth-width-law'
import type { LawNumber } from '../science/statistics/depth-width-intervals'
import type { Interval } from '../science/statistics/spread'
import { type CsvCell, writeCsv } from './csv'
import { formatInteger, formatNumber, formatPercent, formatShort } from './numbers'
import { formatCount, formatList } from './phrases'

const termNames = { width: 'width', depth: 'depth', tokens: 'tokens' } as const satisfies Record<LossTerm, string>
const subscripts = { width: 'm', depth: 'ℓ', tokens: 'D' } as const satisfies Record<LossTerm, string>

/** 'E', 'a_m', 'c_D'. */
export const symbolOf = (number: LawNumber): string => (number.kind === 'floor' ? 'E' : `${number.kind === 'scale' ? 'c' : 'a'}_${subscripts[number.term]}`)

export function describeLawNumber(number: LawNumber): string {
  switch (number.kind) {
    case 'floor': return 'loss that no size and no amount of tokens takes away'
    case 'exponent': return `exponent of ${termNames[number.term]}`
    case 'scale': return `scale of ${termNames[number.term]}`
  }
  number satisfies never
}

/** '0.94 to 1.00'; an end that the table does not bound is said to be open. */
export function formatBounds(interval: Interval | null): string {
  if (interval === null) return 'none'
  if (interval.low === 0 && interval.high === Infinity) return 'not bounded by this table'
  if (interval.low === 0) return `up to ${formatNumber(interval.high)}`
  return interval.high === Infinity ? `from ${formatNumber(interval.low)}` : `${formatNumber(interval.low)} to ${formatNumber(interval.high)}`
}

export function describeUndetermined(lack: UndeterminedLaw): string {
  switch (lack.kind) {
    case 'few-rows': return `the table has ${formatCount(lack.rows, 'row')}, the law needs at least ${lack.needed}: it has seven numbers`
    case 'few-values': return `${lack.term}: the table has ${formatCount(lack.values, 'different value')}, the law needs at least ${lack.needed} to tell how loss falls with ${termNames[lack.term]}`
    case 'collinear': return `${lack.term} follows from the other two columns in this table (correlation of logarithms ${formatNumber(lack.correlation)}), so its effect cannot be separated from theirs: vary it by itself`
    case 'no-fit': return 'no finite fit was reached'
  }
  lack satisfies never
}

/** 'd 512 × L 24 to d 1024 × L 6'. */
export const describeStep = ({ width, depth }: Pick<ShapeStep, 'width' | 'depth'>): string =>
  `d ${formatInteger(width)} × L ${formatInteger(depth)} to d ${formatInteger(2 * width)} × L ${formatShort(depth / 4)}`

/** 'costs 0.218 (95% interval 0.201 to 0.236), 8.1% of the loss'. */
export function describeCost({ change, relative, reducible }: ShapeStep): string {
  const verb = change.value >= 0 ? 'costs' : 'saves', sign = change.value >= 0 ? 1 : -1
  const bounds = change.interval === null ? '' : ` (95% interval ${formatList([sign * change.interval.low, sign * change.interval.high].sort((x, y) => x - y).map((value) => formatNumber(value))).replace(' and ', ' to ')})`
  return `${verb} ${formatNumber(Math.abs(change.value))} of loss${bounds}, ${formatPercent(Math.abs(relative.value), 1)} of it and ${formatPercent(Math.abs(reducible))} of what lies above E`
}

/** What the fit says of the note's first premise, in a sentence or two. */
export function describeEqualSize({ steps }: LossTableFit): string {
  const band = `±${formatPercent(equalLossBand)}`
  const { steps: many, inside, outside, undecided } = stepsTogether(steps)
  if (many === 0) return 'Whether equal size gives equal loss cannot be asked: no shape (d, L) of this table has (2d, L/4) within the table’s widths and depths.'
  const counted = `of the ${formatCount(many, 'step')} from (d, L) to (2d, L/4) within the table’s widths and depths, ${formatList([
    `${inside} ${inside === 1 ? 'changes' : 'change'} the loss by less than ${band}`, `${outside} by more`, ...(undecided === 0 ? [] : [`${undecided} cannot be placed`]),
  ])}`
  if (inside === many) return `By this fit equal size gives equal loss, to ${band}: ${counted}.`
  if (outside === many) return `By this fit equal size does not give equal loss: ${counted}.`
  if (outside > 0) return `By this fit equal size gives equal loss at some shapes and not at others: ${counted}.`
  return `Whether equal size gives equal loss is undecided by this fit: ${counted}.`
}

/** How the fit was made and how well it holds, in a sentence. */
export function describeFit({ rows, residual, degreesOfFreedom, robust, draws }: LossTableFit): string {
  const how = robust ? `Huber’s loss in ln L, linear beyond ${formatNumber(huberFrom)}, with intervals by bootstrap only` : 'least squares in ln L'
  return `Fitted to ${formatCount(rows.length, 'row')} by ${how}; residuals of ${formatPercent(residual, 2)} (root mean square), ${degreesOfFreedom} degrees of freedom; ${formatInteger(draws)} draws of the bootstrap.`
}

/** 'a_m = 0.971 (0.941 to 1.002; by bootstrap 0.943 to 0.997)'. */
const describeFitted = ({ number, value, profile, bootstrap }: FittedNumber): string =>
  `${symbolOf(number)} = ${formatNumber(value)} (${profile === null ? '' : `${formatBounds(profile)}; `}by bootstrap ${formatBounds(bootstrap)}), ${describeLawNumber(number)}`

/** The whole as plain lines. */
export function lossTableText(name: string, fit: LossTableFit): string {
  return [
    name, '', describeEqualSize(fit), describeFit(fit), '',
    'L = E + c_m/m^a_m + c_ℓ/ℓ^a_ℓ + c_D/D^a_D, with 95% intervals: profile likelihood, and bootstrap of residuals', ...fit.numbers.map((number) => `  ${describeFitted(number)}`), '',
    'The note’s step at the table’s own shapes, at equal size and equal tokens:',
    ...fit.steps.map((step) => `  ${describeStep(step)} ${describeCost(step)}${step.isInside ? '' : '; beyond the table’s widths or depths'}`), '',
  ].join('\n')
}

/** Numbers and steps in long form: one quantity a row. */
export function lossTableCsv(fit: LossTableFit): string {
  const bounds = (interval: Interval | null): CsvCell[] => (interval === null ? [null, null] : [interval.low, Number.isFinite(interval.high) ? interval.high : null])
  return writeCsv([
    ['quantity', 'width', 'depth', 'tokens', 'value', 'profile 95% low', 'profile 95% high', 'bootstrap 95% low', 'bootstrap 95% high', 'within the table'],
    ...fit.numbers.map(({ number, value, profile, bootstrap }): CsvCell[] => [symbolOf(number), null, null, null, value, ...bounds(profile), ...bounds(bootstrap), null]),
    ...fit.steps.flatMap(({ width, depth, tokens, change, relative, isInside }): CsvCell[][] => [
      ['loss change of (d, L) to (2d, L/4)', width, depth, tokens, change.value, null, null, ...bounds(change.interval), isInside],
      ['relative loss change of (d, L) to (2d, L/4)', width, depth, tokens, relative.value, null, null, ...bounds(relative.interval), isInside],
    ]),
    ...fit.rows.map(({ width, depth, tokens, loss }, row): CsvCell[] => ['ln of measured over fitted loss', width, depth, tokens, Math.log(loss / fit.fitted[row]), null, null, null, null, null]),
  ])
}
