/**
 * Colours. Shapes take Okabe & Ito's colour-blind-safe set in the order of the plan, and a marker and a dash of their
 * own, so that colour is never the only difference. All keep 3:1 against both the light and the dark page.
 * Signed quantities take a blue–neutral–vermillion ramp, safe for red–green blindness.
 */
import type { ColourScale } from './plot'

export const shapeColours = ['#1f7fc4', '#d3601a', '#0e9a74', '#b8669b', '#a8830b', '#5a8a99', '#7d74c9', '#8c8c8c'] as const
const shapeMarkers = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'x', 'pentagon', 'star'] as const
const shapeDashes = [[], [9, 4], [3, 3], [12, 3, 3, 3], [6, 2], [2, 5], [14, 5], [4, 4]] as const
export const neutralColour = '#87909a'
export const badColour = '#c8402f'

export function shapeColour(index: number): string { return shapeColours[index % shapeColours.length] }
export function shapeMarker(index: number): string { return shapeMarkers[index % shapeMarkers.length] }
export function shapeDash(index: number): readonly number[] { return shapeDashes[index % shapeDashes.length] }
/** The same dash as the plotting library writes it. */
export function shapeDashText(index: number): string {
  const dash = shapeDash(index)
  return dash.length === 0 ? 'solid' : dash.map((length) => `${length}px`).join(',')
}

/** Of what the reader has singled out; used for nothing else. */
export const chosenColour = '#c2388f'

/** A quantity from none to much, on either page: blue over grey to vermillion. */
export const amountRamp: ColourScale = [[0, '#1f7fc4'], [0.5, '#87909a'], [1, '#d3601a']]

/** The same hex colour with an alpha in [0, 1]. */
export function translucent(hex: string, alpha: number): string {
  const value = parseInt(hex.slice(1), 16)
  return `rgba(${value >> 16}, ${(value >> 8) & 255}, ${value & 255}, ${alpha})`
}

export const signedRamp: ColourScale = [
  [0, '#0a4f8a'], [0.25, '#6fa8d6'], [0.5, '#f3f1ea'], [0.75, '#e79a66'], [1, '#a33c0b'],
]

/** From nothing to much, one hue, lightness falling throughout; either end differs from the other without colour. */
export const sequentialRamp: ColourScale = [[0, '#f4f3ee'], [0.35, '#b9d3ea'], [0.7, '#5594c9'], [1, '#0a4f8a']]
/** What became of a feature: left out, alone in its dimension, sharing one. */
export const phaseColours = { dropped: '#d9d8d2', alone: '#1f7fc4', shared: '#d3601a' } as const
