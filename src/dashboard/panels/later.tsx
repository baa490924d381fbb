/** A part of the page whose code is fetched when it is first shown; until then a line says so. */
import type { ComponentType, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'

export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): (props: Props) => VNode {
  let loaded: ComponentType<Props> | null = null
  return function Later(props: Props) {
    const [Part, setPart] = useState<ComponentType<Props> | null>(() => loaded)
    useEffect(() => {
      let wanted = true
      if (Part === null) void load().then((part) => { loaded = part; if (wanted) setPart(() => part) })
      return () => { wanted = false }
    }, [])
    return Part === null ? <p class="faint small" aria-busy="true">Fetching this part of the page…</p> : <Part {...props} />
  }
}
