/**
 * Numbers as every text of the lab prints them: page, terminal, tables, reports. One dialect: British numerals, a true minus sign,
 * never −0, thousands grouped by a thin space from five digits on, powers of ten as 3.1·10⁻⁵. Two roles tell what is measured,
 * which keeps its digits (0.500), from what was set, which is written as short as it is (0.5). Decision 0130.
 */

const thinSpace = '\u2009'
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** A measured number to so many significant digits: 0.500, 12.3, 12 345, 1.00·10⁻⁴; '–' for nothing. */
export function formatNumber(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined) return '–'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞'
  if (value === 0) return '0'
  const magnitude = Math.abs(value)
  if (magnitude < 1e-3 || magnitude >= 1e7) return formatPower(value, digits)
  return grouped(value.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude)))))
}

/** A number that was chosen: at most so many significant digits, and no zeros at the end. 0.5, 12.3, 1·10⁻⁴. */
export const formatShort = (value: number, digits = 3): string =>
  formatNumber(value, digits).replace(/(\.\d*?)0+(?=·|$)/, '$1').replace(/\.(?=·|$)/, '')

/** So many decimals, whatever the size: 0.02, −0.10. */
export function formatFixed(value: number, places = 2): string {
  const text = value.toFixed(places)
  return grouped(Number(text) === 0 ? text.replace('-', '') : text)
}

export const formatInteger = (value: number): string => formatFixed(value, 0)

/** Of a share: 0.034 is 3%, or 3.4% with one decimal. */
export const formatPercent = (share: number, places = 0): string => `${formatFixed(100 * share, places)}%`

/** m·10ᵉ: 3.1·10¹². */
export function formatPower(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 1)).split('e')
  const power = exponent.replace('+', '').replace('-', '⁻').replace(/\d/g, (digit) => superscripts[Number(digit)])
  return `${mantissa.replace('-', '−')}·10${power}`
}

/** What a law predicts: halves as fractions, whole numbers without decimals. */
export function formatPrediction(value: number): string {
  if (Math.abs(value) === 0.5) return value < 0 ? '−½' : '½'
  return Number.isInteger(value) ? formatInteger(value) : formatNumber(value)
}

function grouped(text: string): string {
  const [whole, fraction] = text.replace('-', '−').split('.')
  const spaced = whole.replace('−', '').length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, thinSpace) : whole
  return fraction === undefined ? spaced : `${spaced}.${fraction}`
}
