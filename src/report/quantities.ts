/** Quantities with their unit: time, work, storage. */
import { formatNumber, formatPower } from './numbers'

/** Floating-point operations: '3.1·10¹² FLOP'. */
export const formatFlops = (value: number, digits = 2): string => `${formatPower(value, digits)} FLOP`

/** '840 kB', '12 MB', '5.2 GB': decimal, as disks are sold. */
export function formatBytes(many: number): string {
  const [unit, size] = many >= 1e9 ? ['GB', 1e9] as const : many >= 1e6 ? ['MB', 1e6] as const : ['kB', 1e3] as const
  return `${formatNumber(many / size, 2)} ${unit}`
}

/** What was measured: '40 s', '3 min 5 s', '2 h 1 min'. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** What is estimated, never to the second above a minute: 'about 40 s', 'about 3 min'. */
export function formatAboutDuration(seconds: number): string {
  if (seconds < 1) return 'under a second'
  if (seconds < 60) return `about ${Math.round(seconds)} s`
  if (seconds < 3600) return `about ${Math.round(seconds / 60)} min`
  return `about ${(seconds / 3600).toFixed(1)} h`
}

/** A clock that runs: '0:42', '12:05', '1:02:05'. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const pad = (value: number) => String(value).padStart(2, '0')
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`
}
