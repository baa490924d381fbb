/**
 * Lists of numbers as people type them: '1, 4, 16', or a named spacing with both ends included:
 *   linspace(1, 9, 3)   1..9 linear 3    linear 1…9 × 3       equal steps
 *   logspace(0.01, 1, 5)   0.01..1 log 5    log 0.01…1 × 5    equal ratios (ends are values, not exponents)
 *   0.9..0.999 logp 5                                         equal ratios of 1 − value: densities of sparsities
 *   geometric(2, 3, 4)                                        first, ratio, how many: 2, 6, 18, 54
 * What was typed is never repaired: what does not read as a number stays text, and the parser says so beside its field.
 */
export interface TypedNumbers {
  readonly values: readonly (number | string)[]
  /** The values came of a spacing. */
  readonly isSpaced: boolean
  /** Why a spacing cannot be made; `values` then holds the text alone. */
  readonly trouble: string | null
}

/** What was typed as the parser shall see it: a number where it reads as one, else the text itself. */
export function typedNumber(text: string): number | string {
  const trimmed = text.trim().replace('−', '-')
  return trimmed === '' || !Number.isFinite(Number(trimmed)) ? trimmed : Number(trimmed)
}

export function typedNumbers(text: string): readonly (number | string)[] { return readNumbers(text).values }

export function readNumbers(text: string): TypedNumbers {
  const spacing = readSpacing(text.trim())
  if (spacing === null) return { values: text.split(/[,;\s]+/).filter((item) => item !== '').map(typedNumber), isSpaced: false, trouble: null }
  return typeof spacing === 'string' ? { values: [text.trim()], isSpaced: false, trouble: spacing } : { values: spacing, isSpaced: true, trouble: null }
}

type Law = 'linear' | 'log' | 'logp' | 'geometric'
const laws: Readonly<Record<string, Law>> = { linear: 'linear', linspace: 'linear', log: 'log', logspace: 'log', logp: 'logp', geometric: 'geometric' }
/** Longer texts are no spacing that anybody typed. */
const mostCharacters = 200
const mostValues = 1000

/** Null: not a spacing. A text: why it cannot be made. */
function readSpacing(text: string): readonly number[] | string | null {
  const named = /^(?:lin|log|geo)/i.test(text)
  if (!named && !/…|\.\.|\bto\b/.test(text)) return null
  const found = text.length > mostCharacters ? null : partsOf(text)
  if (found === null) return 'a spacing reads 0.1..10 log 5, linspace(1, 9, 3), logspace(0.1, 10, 5) or geometric(2, 3, 4)'
  const law = Object.hasOwn(laws, found.law.toLowerCase()) ? laws[found.law.toLowerCase()] : undefined
  const [a, b, n] = [found.a, found.b, found.n].map((item) => typedNumber(item))
  const troubles = [
    law === undefined && `“${found.law}” is no spacing: linear, log, logp or geometric`,
    typeof a !== 'number' && `“${found.a}” is not a number`,
    typeof b !== 'number' && `“${found.b}” is not a number`,
    (typeof n !== 'number' || !Number.isInteger(n) || n < 2 || n > mostValues) && `“${found.n}” values: a whole number from 2 to ${mostValues}`,
  ].filter((trouble) => trouble !== false)
  if (troubles.length > 0) return troubles.join('; ')
  const [from, to, many] = [a, b, n] as readonly number[]
  switch (law!) {
    case 'linear': return spread(many, (at) => from + (to - from) * at)
    case 'log': return from > 0 && to > 0 ? spread(many, (at) => from * (to / from) ** at) : 'both ends of a logarithmic spacing are above 0'
    case 'logp': return from < 1 && to < 1 ? spread(many, (at) => 1 - (1 - from) * ((1 - to) / (1 - from)) ** at) : 'both ends of a spacing in 1 − value are below 1'
    case 'geometric': return spread(many, (at) => from * to ** (at * (many - 1)))
  }
}

interface Parts { readonly law: string; readonly a: string; readonly b: string; readonly n: string }

/** The words of a spacing, whatever they say; null where it has another form. Each character is looked at a few times, never again for each other. */
function partsOf(text: string): Parts | null {
  const called = /^([a-z]+)\s*\(([^()]*)\)$/i.exec(text)
  if (called !== null) {
    const [a, b, n, ...more] = called[2].split(',').map((item) => item.trim())
    return more.length === 0 && [a, b, n].every((item) => item !== undefined && /^\S+$/.test(item)) ? { law: called[1], a, b, n } : null
  }
  const words = text.replace(/…|\.{2,3}|\bto\b/g, ' … ').replace(/[×*]|(?<=[\d\s])x(?=[\d\s.])/g, ' × ').split(/\s+/).filter((word) => word !== '')
  const isWord = (word: string): boolean => /^[a-z]+$/i.test(word)
  if (words.length === 6 && isWord(words[0]) && words[2] === '…' && words[4] === '×') return { law: words[0], a: words[1], b: words[3], n: words[5] }
  if (words.length === 5 && words[1] === '…' && isWord(words[3])) return { law: words[3], a: words[0], b: words[2], n: words[4] }
  return null
}

/** Six digits: enough to tell values apart, few enough to read and to send. */
function spread(many: number, of: (at: number) => number): readonly number[] | string {
  const values = Array.from({ length: many }, (_, k) => Number(of(k / (many - 1)).toPrecision(6)))
  return values.every(Number.isFinite) ? values : 'the spacing runs out of numbers'
}
