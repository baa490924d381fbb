/** Small parts of sentences: counted things, lists, beginnings. */
import { formatInteger } from './numbers'

/** '1 run', '12 runs'. */
export const formatCount = (many: number, singular: string, plural = `${singular}s`): string => `${formatInteger(many)} ${many === 1 ? singular : plural}`

/** Joined as in a sentence: 'a, b and c'. */
export function formatList(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`
}

/** The same of many: the first few, and that the rest stands in the figure's table. */
export const formatListSome = (items: readonly string[], most = 6): string =>
  (items.length <= most ? formatList(items) : `${items.slice(0, most - 1).join(', ')} and ${formatInteger(items.length - most + 1)} more (see the numbers)`)

/** As a sentence begins. */
export const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
