import { useEffect } from 'preact/hooks'
import type { Laboratory } from '../state/laboratory'
import { formatBytes } from '../../report/quantities'

/** Under the kept sweeps: how much of the browser's room they take, and what the browser promises about them. */
export function StorageLine({ lab }: { lab: Laboratory }) {
  const kept = lab.keeping.kept.value
  const { isPersistent, wasRefused, bytes: room } = lab.storage.state.value
  useEffect(() => void lab.storage.measure(), [lab, kept])
  if (kept.length === 0 || (room === null && isPersistent === null)) return null
  return (
    <p class="small soft storage-line">
      {room !== null && <><progress max={room.quota} value={room.used} aria-label="storage used" /> {formatBytes(room.used)} of about {formatBytes(room.quota)} used. </>}
      {isPersistent === true && 'This browser keeps them until you delete them.'}
      {isPersistent === false && (wasRefused
        ? 'This browser would not promise to keep them: it may clear them when its disk runs short. Save as files what must last.'
        : 'This browser may clear them when its disk runs short; it is asked to keep them when you next press Run.')}
    </p>
  )
}
