import { useSignal } from '@preact/signals'
import { decodeLink } from '../../experiment/link'
import { formatMoment } from '../../report/dates'
import type { ShelvedSweep } from '../../runner/keeping/sweep-shelf'
import type { Laboratory } from '../state/laboratory'
import { StorageLine } from './storage-line'

/** The latest, so that a long history makes neither a long page nor a slow one; the others at a press. */
const listed = 12

/** Sweeps saved in this browser, and the way in for files. */
export function SavedSweeps({ lab }: { lab: Pick<Laboratory, 'announce' | 'keeping' | 'openFile' | 'show' | 'storage'> }) {
  const saved = lab.keeping.saved.value
  const leaving = lab.keeping.leaving.value
  const trouble = lab.keeping.trouble.value
  const all = useSignal(false)
  const shown = all.value ? saved : saved.slice(0, listed)
  const open = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0]
    if (file !== undefined) await lab.openFile(file)
    input.value = ''
  }
  return (
    <section id="kept" tabIndex={-1} aria-labelledby="kept-title">
      <div class="section-head">
        <h2 id="kept-title">Your results</h2>
        <label class="button file-button">
          Open a file
          <input type="file" class="visually-hidden" accept=".json,.ndjson,application/json" onChange={(event) => void open(event.currentTarget)} />
        </label>
      </div>
      <p class="soft small">Finished runs are saved in this browser and nowhere else. Results saved here or by the command line, and experiments as JSON, can be opened again, or dropped anywhere on the page.</p>
      {trouble !== null && <p class="small notice-line" role="status">{trouble}</p>}
      {leaving.map(({ experimentId, title, name = title }) => (
        <p key={experimentId} class="small undo" role="status">
          “{name}” is being deleted.{' '}
          <button type="button" class="small" onClick={() => { lab.keeping.bringBack(experimentId); focusList() }}>Undo<span class="visually-hidden"> deleting {name}</span></button>
        </p>
      ))}
      {saved.length === 0
        ? <p class="soft">Nothing is saved yet.</p>
        : <ul class="kept">{shown.map((sweep) => <SavedSweep key={sweep.experimentId} lab={lab} sweep={sweep} />)}</ul>}
      {saved.length > listed && (
        <p><button type="button" class="small quiet" aria-expanded={all.value} onClick={() => { all.value = !all.peek() }}>{all.value ? `Show the latest ${listed} only` : `Show all ${saved.length}`}</button></p>
      )}
      <StorageLine lab={lab} />
    </section>
  )
}

function SavedSweep({ lab, sweep: { experimentId, title, name = title, link, updated } }: { lab: Pick<Laboratory, 'announce' | 'keeping' | 'show'>; sweep: ShelvedSweep }) {
  const renaming = useSignal(false)
  const show = (): void => {
    const decoded = decodeLink(link)
    if (!decoded.ok) return lab.announce('This sweep is from a version of the lab that this one cannot read.')
    lab.show(decoded.value.experiment)
    const experiment = document.getElementById('experiment')
    experiment?.scrollIntoView({ block: 'start' })
    experiment?.focus({ preventScroll: true })
  }
  const rename = (input: HTMLInputElement | null): void => {
    if (!renaming.peek()) return // leaving the field after Enter or Escape
    renaming.value = false
    if (input !== null) void lab.keeping.rename(experimentId, input.value)
    requestAnimationFrame(() => document.getElementById(`rename-${experimentId}`)?.focus())
  }
  return (
    <li>
      {renaming.value
        ? <input class="kept-name" aria-label={`name of ${title}`} maxLength={200} defaultValue={name} ref={begin}
          onBlur={(event) => rename(event.currentTarget)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') rename(event.currentTarget)
            if (event.key === 'Escape') rename(null)
          }} />
        : <span class="kept-title">{name}</span>}
      <span class="small faint numeric">{formatMoment(updated)}, <code>{experimentId.slice(0, 6)}</code></span>
      <span class="actions">
        <button type="button" class="small" onClick={show}>Show<span class="visually-hidden"> {name}</span></button>
        <button type="button" class="small quiet" id={`rename-${experimentId}`} onClick={() => { renaming.value = true }}>Rename<span class="visually-hidden"> {name}</span></button>
        <button type="button" class="small quiet" onClick={() => { lab.keeping.forget(experimentId); focusUndo() }}>Delete<span class="visually-hidden"> {name}</span></button>
      </span>
    </li>
  )
}

const begin = (input: HTMLInputElement | null): void => { input?.focus(); input?.select() }

// The row is gone with the button that was pressed: the focus goes to what undoes it, and back to the list.
const focusUndo = (): void => { requestAnimationFrame(() => [...document.querySelectorAll<HTMLElement>('#kept .undo button')].at(-1)?.focus()) }
const focusList = (): void => { requestAnimationFrame(() => document.getElementById('kept')?.focus()) }
