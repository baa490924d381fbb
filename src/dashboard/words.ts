/** Numbers in words, the same everywhere on the page. Numerals follow British usage; a thin space groups thousands. */

const THIN = '\u2009'

/** Three significant digits, thousands grouped; '–' for nothing. */
export function number(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined) return '–'
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞'
  if (value === 0) return '0'
  const magnitude = Math.abs(value)
  if (magnitude < 1e-3 || magnitude >= 1e7) return scientific(value, digits)
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude)))
  return grouped(value.toFixed(decimals)).replace('-', '−')
}

export function integer(value: number): string { return grouped(String(Math.round(value))).replace('-', '−') }

function grouped(text: string): string {
  const [whole, fraction] = text.split('.')
  const spaced = whole.replace('-', '').length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole
  return fraction === undefined ? spaced : `${spaced}.${fraction}`
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
function scientific(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 1)).split('e')
  const power = exponent.replace('+', '').replace('-', '⁻').replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)])
  return `${mantissa.replace('-', '−')}·10${power}`
}

/** Floating-point operations: '3.1·10¹² FLOP'. */
export function flops(value: number): string { return `${scientific(value, 2)} FLOP` }

/** 'about 40 s', 'about 3 min': an estimate is never given to the second above a minute. */
export function aboutDuration(seconds: number): string {
  if (seconds < 1) return 'under a second'
  if (seconds < 60) return `about ${Math.round(seconds)} s`
  if (seconds < 3600) return `about ${Math.round(seconds / 60)} min`
  return `about ${(seconds / 3600).toFixed(1)} h`
}

/** '0:42', '12:05', '1:02:05'. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const pad = (value: number) => String(value).padStart(2, '0')
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`
}

export function percent(fraction: number, digits = 0): string { return `${(fraction * 100).toFixed(digits)}%` }

/** What a law predicts: halves as fractions, whole numbers without decimals. */
export function lawNumber(value: number): string {
  if (Math.abs(value) === 0.5) return value < 0 ? '−½' : '½'
  return Number.isInteger(value) ? integer(value) : number(value)
}

export function count(many: number, singular: string, plural = `${singular}s`): string {
  return `${integer(many)} ${many === 1 ? singular : plural}`
}

/** '0.49 [0.42, 0.55]' */
export function withInterval(value: number, low: number, high: number, digits = 2): string {
  const fixed = (x: number) => x.toFixed(digits).replace('-', '−')
  return `${fixed(value)} [${fixed(low)}, ${fixed(high)}]`
}

/** Joined as in a sentence: 'a, b and c'. */
export function list(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`
}

/** '840 kB', '12 MB', '5.2 GB': decimal, as disks are sold. */
export function bytes(many: number): string {
  const [unit, size] = many >= 1e9 ? ['GB', 1e9] as const : many >= 1e6 ? ['MB', 1e6] as const : ['kB', 1e3] as const
  return `${number(many / size, 2)} ${unit}`
}

/** The same of many settings: the first few, and that the rest stands in the figure's table. */
export function listSome(items: readonly string[], most = 6): string {
  return items.length <= most ? list(items) : `${items.slice(0, most - 1).join(', ')} and ${integer(items.length - most + 1)} more (see the numbers)`
}
