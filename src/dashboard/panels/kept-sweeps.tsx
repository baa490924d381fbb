import type { Laboratory } from '../state/laboratory'
import { decodeLink } from '../../spec/link'

/** Sweeps kept in this browser, and the way in for files. */
export function KeptSweeps({ lab }: { lab: Laboratory }) {
  const kept = lab.keeping.kept.value
  const trouble = lab.keeping.trouble.value
  const show = (link: string): void => {
    const decoded = decodeLink(link)
    if (!decoded.ok) return lab.announce('This sweep is from a version of the lab that this one cannot read.')
    lab.desk.place(decoded.value.experiment)
    document.getElementById('experiment')?.scrollIntoView({ block: 'start' })
  }
  const open = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0]
    if (file !== undefined) lab.openFile(file.name, await file.text())
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
      <p class="soft small">Finished runs are kept in this browser and nowhere else. Results saved here or by the command line, and experiments as JSON, can be opened again.</p>
      {trouble !== null && <p class="small notice-line" role="status">{trouble}</p>}
      {kept.length === 0
        ? <p class="soft">Nothing is kept yet.</p>
        : <ul class="kept">
            {kept.map(({ experimentId, title, link, updated }) => (
              <li key={experimentId}>
                <span class="kept-title">{title}</span>
                <span class="small faint numeric">{new Date(updated).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}, <code>{experimentId.slice(0, 6)}</code></span>
                <span class="actions">
                  <button type="button" class="small" onClick={() => show(link)}>Show<span class="visually-hidden"> {title}</span></button>
                  <button type="button" class="small quiet" onClick={() => void lab.keeping.forget(experimentId)}>Delete<span class="visually-hidden"> {title}</span></button>
                </span>
              </li>
            ))}
          </ul>}
    </section>
  )
}
