/**
 * The parts of a result, one at a time. A part is made when it is first looked at and stays as it was left; which one
 * is shown rides in the link (state/view.ts).
 */
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'

export interface Section {
  readonly id: string
  readonly title: string
  readonly content: () => ComponentChildren
  /** Made before it is looked at. */
  readonly eager?: boolean
}

export function SectionTabs({ sections, chosen, choose, label }: {
  sections: readonly Section[]; chosen: string; choose: (id: string) => void; label: string
}) {
  const visited = useRef(new Set<string>())
  visited.current.add(chosen)
  const turn = (event: KeyboardEvent): void => {
    const at = sections.findIndex(({ id }) => id === chosen), last = sections.length - 1
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key]
    if (to === undefined) return
    event.preventDefault()
    choose(sections[to].id)
    document.getElementById(`tab-${sections[to].id}`)?.focus()
  }
  return (
    <>
      <div class="section-tabs" role="tablist" aria-label={label} onKeyDown={turn}>
        {sections.map(({ id, title }) => (
          <button key={id} type="button" role="tab" id={`tab-${id}`} aria-selected={id === chosen} aria-controls={`section-${id}`}
            tabIndex={id === chosen ? 0 : -1} onClick={() => choose(id)}>{title}</button>
        ))}
      </div>
      {sections.map(({ id, content, eager }) => (
        <div key={id} id={`section-${id}`} class="section" role="tabpanel" aria-labelledby={`tab-${id}`} hidden={id !== chosen}>
          {(eager === true || visited.current.has(id)) && content()}
        </div>
      ))}
    </>
  )
}
