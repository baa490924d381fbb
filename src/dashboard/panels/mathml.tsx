/** A formula as MathML, which browsers lay out and screen readers read. */
import { useMemo } from 'preact/hooks'
import type { VNode } from 'preact'
import { readTex, type MathNode } from '../tex'

export function Mathematics({ tex, block = false }: { tex: string; block?: boolean }) {
  const tree = useMemo(() => readTex(tex), [tex])
  return <math display={block ? 'block' : 'inline'} class="formula">{drawn(tree)}</math>
}

function drawn(node: MathNode): VNode {
  switch (node.kind) {
    case 'name': return <mi>{node.text}</mi>
    case 'number': return <mn>{node.text}</mn>
    case 'operator': return <mo>{node.text}</mo>
    case 'text': return <mtext>{node.text}</mtext>
    case 'space': return <mspace width="0.8em" />
    case 'row': return <mrow>{node.of.map(drawn)}</mrow>
    case 'fraction': return <mfrac><mrow>{drawn(node.over)}</mrow><mrow>{drawn(node.under)}</mrow></mfrac>
    case 'root': return <msqrt>{drawn(node.of)}</msqrt>
    case 'scripts': {
      const isSum = node.base.kind === 'operator' && node.base.text === '∑'
      const base = drawn(node.base), low = node.low && <mrow>{drawn(node.low)}</mrow>, high = node.high && <mrow>{drawn(node.high)}</mrow>
      if (low && high) return isSum ? <munderover>{base}{low}{high}</munderover> : <msubsup>{base}{low}{high}</msubsup>
      if (low) return isSum ? <munder>{base}{low}</munder> : <msub>{base}{low}</msub>
      return <msup>{base}{high}</msup>
    }
  }
}
