/** What could not be fetched, and the way out: a page that is loaded again has all its parts from one version. */
import { failureTraits } from '../../protocol/failures'
import { isPartMissing } from '../fetch-part'
import type { Laboratory } from '../state/laboratory'

export function MissingPart({ lab }: { lab: Pick<Laboratory, 'offline' | 'view'> }) {
  const view = lab.view.value
  const trainerMissing = view?.progress.phase === 'done' && view.runs.some(({ status }) => status.kind === 'failed' && failureTraits[status.failure.kind].needsReload)
  if (!isPartMissing.value && !trainerMissing) return null
  // A sandboxed frame has no origin, and its workers may fetch nothing.
  if (window.origin === 'null') return <p class="notice-line" id="missing-part" role="alert">This frame forbids what the lab needs to train: open the lab in a tab of its own.</p>
  return (
    <p class="notice-line" id="missing-part" role="alert">
      A part of the lab could not be fetched: the network is gone, or the lab was updated since this page was opened.{' '}
      <button type="button" class="small" onClick={() => lab.offline.reload()}>Reload the page</button>
    </p>
  )
}
