import { useEffect, useState } from 'preact/hooks'
import type { Laboratory } from '../state/laboratory'

const shownMilliseconds = 6000

/** What has just happened: read out politely, and shown at the foot of the page for a moment. */
export function Announcer({ lab }: { lab: Pick<Laboratory, 'announcement'> }) {
  const { text, count, shown: wanted } = lab.announcement.value
  const [shown, setShown] = useState(false)
  useEffect(() => {
    setShown(wanted)
    if (!wanted) return
    const timer = setTimeout(() => setShown(false), shownMilliseconds)
    return () => clearTimeout(timer)
  }, [count])
  return <div class={`announcer${shown ? ' announcer-shown' : ''}`} role="status" aria-live="polite">{text}</div>
}
