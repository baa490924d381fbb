/**
 * A browser that translates the page puts <font> elements in the place of texts, and the text nodes that Preact holds are no longer
 * in the page: what they come to say would be shown nowhere, and the old value stay. A text that changes takes its place back from
 * its translation, and the browser translates it anew; one that goes takes its translation along. The others stay translated.
 */
import { options, type VNode } from 'preact'

/** Preact's field for the node of a vnode, which its own signals use too. */
const nodeOf = (vnode: VNode): Node | null => (vnode as VNode & { readonly __e?: Node | null }).__e ?? null
const isText = ({ type }: { readonly type: unknown }): boolean => type === null

/** @param place whose texts Preact renders */
export function keepTextsThroughTranslation(place: HTMLElement): void {
  const translations = new WeakMap<Node, Element>()
  const translation = (node: Node | null): Element | null => (node instanceof Element && node.localName === 'font' ? node : null)
  const observer = new MutationObserver((records) => {
    for (const { type, target, removedNodes, addedNodes, previousSibling, nextSibling } of records) {
      if (type === 'characterData') {
        const by = translations.get(target)
        translations.delete(target)
        if (by?.isConnected === true && !target.isConnected) by.replaceWith(target)
      }
      for (const text of removedNodes) {
        if (!(text instanceof Text) || text.isConnected) continue
        const by = translation(addedNodes.item(0)) ?? translation(previousSibling) ?? translation(nextSibling)
        if (by === null) continue
        translations.set(text, by)
        observer.observe(text, { characterData: true })
      }
    }
  })
  observer.observe(place, { childList: true, subtree: true })

  const { unmount } = options
  options.unmount = (vnode) => {
    const text = isText(vnode) ? nodeOf(vnode) : null
    if (text !== null) translations.get(text)?.remove()
    unmount?.(vnode)
  }
}
