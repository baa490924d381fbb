/**
 * The page on paper: light, whole, fitted. What is drawn only when it comes near the screen is drawn when printing begins, within
 * the event, for the browser lays the paper out right after it. The rest is CSS (paper.css, tokens.css).
 */
import { signal, type ReadonlySignal } from '@preact/signals'

/** CSS pixels that a figure is laid out on; paper.css then fits it to the paper. A4 within usual margins has 718. */
export const paperWidth = 700

const printing = signal(false)
/** From just before the browser lays out the paper until it has it. Effects of it run within the browser's event. */
export const isPrinting: ReadonlySignal<boolean> = printing

/** The layers of a verdict that were closed: paper cannot be clicked. */
let opened: readonly HTMLDetailsElement[] = []

export function followPrinting(): void {
  window.addEventListener('beforeprint', () => {
    if (printing.value) return
    opened = [...document.querySelectorAll<HTMLDetailsElement>('.verdict details:not([open])')]
    opened.forEach((layer) => { layer.open = true })
    printing.value = true
  })
  window.addEventListener('afterprint', () => {
    opened.forEach((layer) => { layer.open = false })
    opened = []
    printing.value = false
  })
}

/** Makes a drawing of fixed pixels shrink with its box, or takes that back. @param size CSS pixels; null: as it was */
export function fitDrawing(host: HTMLElement, size: { readonly width: number; readonly height: number } | null): void {
  host.querySelectorAll('.main-svg').forEach((drawing) => {
    if (size === null) drawing.removeAttribute('viewBox')
    else drawing.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`)
  })
  if (size === null) host.style.removeProperty('aspect-ratio')
  else host.style.aspectRatio = `${size.width} / ${size.height}`
}
