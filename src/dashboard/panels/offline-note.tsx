import type { Laboratory } from '../state/laboratory'

/** Whether the page opens without a network, and that a newer version is here. */
export function OfflineNote({ lab }: { lab: Pick<Laboratory, 'offline' | 'sweeps'> }) {
  const isTraining = lab.sweeps.active.value !== null
  switch (lab.offline.state.value) {
    case 'absent': return null
    case 'saved': return <p id="offline">It opens without a network, too: its files are saved by this browser.</p>
    case 'newer': return (
      <p id="offline" role="status">
        A newer version of the lab is here. {isTraining ? 'It is used when the page is loaded again; the sweep goes on undisturbed.' : 'It is used when the page is loaded again.'}{' '}
        <button type="button" class="small" disabled={isTraining} onClick={() => lab.offline.reload()}>Load it now</button>
      </p>
    )
  }
}
