/** Some rows of a long table, made while they are near the screen and else left out at their height: a page of thousands costs what one of thirty does. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { isPrinting } from '../printing'

/** Rows of a block. */
export const blockRows = 8
/** Beyond either edge of the screen: rows that Tab or a notch of the wheel reach are there before. */
const margin = '200px'

/** @param rowHeight of each row, CSS pixels  @param always made wherever it is: the start of a table, which is all of a short one */
export function RowBlock<Row>({ rows, row, rowHeight, always }: {
  rows: readonly Row[]; row: (of: Row, at: number) => ComponentChildren; rowHeight: number; always: boolean
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [near, setNear] = useState(always)
  useEffect(() => {
    if (always || body.current === null) return
    const observer = new IntersectionObserver((entries) => {
      const isNear = entries.at(-1)!.isIntersecting
      setNear((before) => isNear || (before && body.current?.contains(document.activeElement) === true)) // the focus is never lost
    }, { rootMargin: margin })
    observer.observe(body.current)
    return () => observer.disconnect()
  }, [always])
  return near || always || isPrinting.value
    ? <tbody ref={body}>{rows.map(row)}</tbody>
    : <tbody ref={body} aria-hidden="true"><tr style={{ height: `${rows.length * rowHeight}px` }} /></tbody>
}
