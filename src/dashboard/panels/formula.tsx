/** Plain text with simple formulas in it: 'L^s' and 'F_bits' get their superscripts and subscripts. */
export function Formula({ text }: { text: string }) {
  const parts = text.split(/([A-Za-z]\^[−-]?[\w.]+|(?:\b[A-Z]|α)_[\w.]+)/)
  return (
    <>
      {parts.map((part, at) => {
        if (at % 2 === 0) return part
        const [letter, mark, index] = [part[0], part[1], part.slice(2).replace(/\.$/, '')]
        const dot = part.endsWith('.') ? '.' : ''
        return <span key={at}><i class="v">{letter}</i>{mark === '^' ? <sup>{index}</sup> : <sub>{index}</sub>}{dot}</span>
      })}
    </>
  )
}
