/**
 * Dates in the page's one language, without the browser's own formats: those throw a RangeError where the system names no
 * language ("C" under LANG=C.UTF-8 in WebKitGTK), and the whole list goes with it (decision 0245).
 */
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** @param milliseconds since 1970  @returns in the reader's time zone, e.g. 28 Nov 2026, 09:05 */
export function formatMoment(milliseconds: number): string {
  const at = new Date(milliseconds)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${at.getDate()} ${months[at.getMonth()].slice(0, 3)} ${at.getFullYear()}, ${two(at.getHours())}:${two(at.getMinutes())}`
}

/** @param date YYYY-MM-DD  @returns e.g. 28 November 2026 */
export function formatDay(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${day} ${months[month - 1]} ${year}`
}
