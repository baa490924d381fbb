/** Results as files. What writes them is fetched when the first is asked for. */
import type { RunRecord } from '../../runner/keeping/run-record'
import { encodeLink } from '../../experiment/link'
import { download, fileStem } from '../download'
import { fetchPart } from '../fetch-part'
import type { Laboratory } from '../state/laboratory'
import type { SweepSession } from '../state/sweeps'
import { saveWeights } from '../save-weights'

type Text = { readonly label: string; readonly name: string; readonly type: string; readonly make: () => Promise<(runs: readonly RunRecord[], link: string) => string> }

const results: readonly Text[] = [
  { label: 'Runs, CSV', name: 'runs.csv', type: 'text/csv', make: async () => (await writers()).runsCsv },
  { label: 'Curves, CSV', name: 'curves.csv', type: 'text/csv', make: async () => (await writers()).curvesCsv },
  { label: 'Everything, JSON', name: 'results.json', type: 'application/json', make: async () => { const { recordsJson } = await writers(); return (runs, link) => recordsJson(runs, { link, parameters: false }) } },
  { label: 'NDJSON for the command line', name: 'results.ndjson', type: 'application/x-ndjson', make: async () => { const { recordsNdjson } = await writers(); return (runs, link) => recordsNdjson(runs, { link, parameters: false }) } },
]
const weights: readonly Text[] = [
  { label: 'NDJSON with trained weights', name: 'with-weights.ndjson', type: 'application/x-ndjson', make: async () => { const { recordsNdjson } = await writers(); return (runs, link) => recordsNdjson(runs, { link, parameters: true }) } },
  { label: 'PyTorch script', name: 'weights.py', type: 'text/x-python', make: async () => (await import('../../runner/exports/torch-script')).torchScript },
]
const writers = () => import('../../runner/exports/export')

export function ExportBar({ lab, session }: { lab: Pick<Laboratory, 'announce'>; session: SweepSession }) {
  const stem = `${fileStem(session.title)}-${session.experimentId.slice(0, 6)}`
  const save = async ({ name, type, make }: Text): Promise<void> => {
    const text = await fetchPart(make)
    if (text === null) return
    download(`${stem}-${name}`, text(session.view.peek().runs, encodeLink(session.onDesk.experiment)), type)
    lab.announce(`Saved ${stem}-${name}.`)
  }
  const button = (text: Text) => <button key={text.name} type="button" class="small" onClick={() => void save(text)}>{text.label}</button>
  return (
    <section class="export-bar" aria-label="export">
      <p class="soft small">Take the results with you:</p>
      <div class="actions">{results.map(button)}</div>
      <p class="soft small">and the trained networks, with a script that rebuilds them in PyTorch and checks a forward pass of each:</p>
      <div class="actions">
        <button type="button" class="small" onClick={() => void saveWeights(lab, session, session.view.peek().runs, `${stem}-weights`)}>Weights, safetensors</button>
        {weights.map(button)}
      </div>
    </section>
  )
}
