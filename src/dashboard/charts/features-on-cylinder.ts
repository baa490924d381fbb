/**
 * Features strewn evenly over the side of a shape's cylinder. The side is in proportion to the neurons (2πr·h with r ∝ d
 * and h ∝ L), so how thickly the dots lie is the number of features per neuron.
 */
const golden = (Math.sqrt(5) - 1) / 2

export interface Dot { readonly x: number; readonly y: number } // in units of the drawing

/**
 * The dots on the half that faces the reader.
 * @param many how many on the whole side @param turn radians about the axis
 */
export function dotsInFront(many: number, { cx, rx, ry, top, bottom }: { readonly cx: number; readonly rx: number; readonly ry: number; readonly top: number; readonly bottom: number }, turn: number): Dot[] {
  return Array.from({ length: many }, (_, k) => {
    const angle = 2 * Math.PI * ((k * golden) % 1) + turn
    return { x: cx + rx * Math.sin(angle), y: top + (bottom - top) * (k + 0.5) / many + ry * Math.cos(angle), isFront: Math.cos(angle) > 0 }
  }).filter(({ isFront }) => isFront)
}
