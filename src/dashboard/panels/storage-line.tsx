import { useEffect } from 'preact/hooks'
import type { Laboratory } from '../state/laboratory'
import { formatBytes } from '../../report/quantities'

/** Under the kept sweeps: how much of the browser's room they take, and what the browser promises about them. */
export function StorageLine({ lab }: { lab: Pick<Laboratory, 'keeping' | 'storage'> }) {
  const saved = lab.keeping.saved.value
  const { isPersistent, wasRefused, bytes: room } = lab.storage.state.value
  useEffect(() => void lab.storage.measure(), [lab, saved])
  if (saved.length === 0 || (room === null && isPersistent === null)) return null
  return (
    <p class="small soft storage-line">
      {room !== null && <><progress max={room.quota} value={room.used} aria-label="storage used" /> {formatBytes(room.used)} of about {formatBytes(room.quota)} used. </>}
      {isPersistent === true && 'This browser keeps them until you delete them.'}
      {isPersistent === false && (wasRefused
        ? 'The browser may delete these if the disk fills up. Export what you need.'
        : 'The browser may delete these if the disk fills up; the next Run asks it to keep them.')}
    </p>
  )
}
