import { curvesCsv, recordsJson, recordsNdjson, runsCsv } from '../../runner/export'
import type { RunRecord } from '../../runner/run-record'
import { download, fileStem } from '../download'
import type { Laboratory } from '../state/laboratory'
import type { SweepSession } from '../state/sweeps'

export function ExportBar({ lab, session }: { lab: Laboratory; session: SweepSession }) {
  const stem = fileStem(session.title)
  const save = (name: string, make: (runs: readonly RunRecord[]) => string, type: string): void => {
    download(`${stem}-${session.experimentId.slice(0, 6)}-${name}`, make(session.view.peek().runs), type)
    lab.announce(`Saved ${name}.`)
  }
  const options = { link: lab.desk.link(), parameters: false }
  return (
    <section class="export-bar" aria-label="export">
      <span class="soft small">Take it with you:</span>
      <button type="button" class="small" onClick={() => save('runs.csv', runsCsv, 'text/csv')}>Runs, CSV</button>
      <button type="button" class="small" onClick={() => save('curves.csv', curvesCsv, 'text/csv')}>Curves, CSV</button>
      <button type="button" class="small" onClick={() => save('results.json', (runs) => recordsJson(runs, options), 'application/json')}>Everything, JSON</button>
      <button type="button" class="small" onClick={() => save('results.ndjson', (runs) => recordsNdjson(runs, options), 'application/x-ndjson')}>NDJSON for the command line</button>
      <button type="button" class="small" onClick={() => save('with-weights.ndjson', (runs) => recordsNdjson(runs, { ...options, parameters: true }), 'application/x-ndjson')}>With trained weights</button>
      <button type="button" class="small" onClick={() => void lab.share()}>Copy link</button>
    </section>
  )
}
