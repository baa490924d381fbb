import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Room } from '../charts/figure'

/** Whether charts have the width of a desk or of a hand. */
export function useRoom(): Room {
  const query = useMemo(() => window.matchMedia('(max-width: 600px)'), [])
  const [narrow, setNarrow] = useState(query.matches)
  useEffect(() => {
    const listen = (): void => setNarrow(query.matches)
    query.addEventListener('change', listen)
    return () => query.removeEventListener('change', listen)
  }, [query])
  return narrow ? 'narrow' : 'wide'
}
