/** A part of the page whose code is fetched when it is first shown; until then a line says so, and where it cannot be had. */
import type { ComponentType, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { fetchPart } from '../fetch-part'

export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): (props: Props) => VNode {
  let loaded: ComponentType<Props> | null = null
  return function Later(props: Props) {
    const [Part, setPart] = useState<ComponentType<Props> | null>(() => loaded)
    const [isMissing, setMissing] = useState(false)
    useEffect(() => {
      let wanted = true
      if (Part === null) void fetchPart(load).then((part) => {
        loaded = part
        if (!wanted) return
        if (part === null) setMissing(true)
        else setPart(() => part)
      })
      return () => { wanted = false }
    }, [])
    if (isMissing) return <p class="small notice-line">This part of the page could not be fetched. <button type="button" class="small" onClick={() => window.location.reload()}>Reload the page</button></p>
    return Part === null ? <p class="faint small" aria-busy="true">Fetching this part of the page…</p> : <Part {...props} />
  }
}
