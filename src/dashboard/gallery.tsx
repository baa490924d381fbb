/**
 * Every chart and every state of a sweep, drawn from results of real runs (tests/fixtures): `npm run dev`, then
 * gallery.html. For people who change the page; it is not part of the built lab.
 */
import { signal } from '@preact/signals'
import { render } from 'preact'
import { charts } from './charts/registry'
import { readRecordLines } from '../runner/keeping/record-lines'
import type { RunRecord } from '../runner/keeping/run-record'
import type { Sweep, SweepProgress, SweepView } from '../runner/conduct/sweep'
import { Announcer } from './panels/announcer'
import { BadLink } from './panels/bad-link'
import { FeatureView } from './panels/feature-view'
import { LiveLoss } from './panels/live-loss'
import { NoteTables } from './panels/note-table'
import { Figures } from './panels/figures'
import { NoteCylinders } from './panels/note-cylinders'
import { RunGrid } from './panels/run-grid'
import { RunTable } from './panels/run-table'
import { SweepProgressBar } from './panels/sweep-progress'
import { VerdictPanel } from './panels/verdict-panel'
import { concludeFrom } from './state/conclusions'
import { browserPage } from './browser-page'
import { createDesk, type Address, type OnDesk } from './state/desk'
import { createLaboratory, type Laboratory } from './state/laboratory'
import type { SweepSession } from './state/sweeps'
import './styles/tokens.css'
import './styles/base.css'
import './styles/page.css'
import './styles/sections.css'

const fixtures = ['six-shapes', 'pentagons', 'diverging', 'sparsity-by-shape', 'phase-diagram'] as const

/** Of every sweep all charts that have something to show of it; those of chosen runs stand in the feature view. */
const everyChart = [{ title: 'Every figure', purpose: '', charts }]

interface Fixture { readonly name: string; readonly onDesk: OnDesk; readonly runs: readonly RunRecord[] }

async function fixture(name: string): Promise<Fixture> {
  const text = await (await fetch(`./tests/fixtures/${name}.ndjson`)).text()
  const { records, links } = readRecordLines(text)
  const onDesk = createDesk([], addressOf([...links.values()][0])).onDesk.peek()
  if (onDesk === null) throw new Error(`${name}: its link names no experiment`)
  return { name, onDesk, runs: [...records].sort((a, b) => a.index - b.index) }
}

const addressOf = (link: string): Address => ({ fragment: () => link, push: () => undefined, replace: () => undefined, depth: () => ({ depth: 0, top: 0 }), go: () => undefined, onChange: () => undefined })

/** The same runs as they were when the sweep had come this far. */
function partWay(runs: readonly RunRecord[], fraction: number): readonly RunRecord[] {
  return runs.map((run, at): RunRecord => {
    const place = fraction * runs.length - at
    if (place >= 1) return run
    const points = Math.max(0, Math.floor(place * run.curve.step.length))
    const curve = { step: run.curve.step.slice(0, points), loss: run.curve.loss.slice(0, points) }
    const status = place > 0 ? { kind: 'running', step: curve.step.at(-1) ?? 0 } as const : { kind: 'waiting' } as const
    return { ...run, status, curve, metrics: null, parameters: null, environment: place > 0 ? run.environment : null }
  })
}

function session({ onDesk }: Fixture, runs: readonly RunRecord[], phase: SweepProgress['phase'], notices: readonly string[] = []): SweepSession {
  const ended = runs.filter(({ status }) => status.kind !== 'waiting' && status.kind !== 'running').length
  const fraction = phase === 'done' ? 1 : ended / runs.length
  const progress = { phase, runsEnded: ended, runsTotal: runs.length, fraction, secondsElapsed: 42, secondsRemaining: phase === 'opening' ? null : 42 * (1 / Math.max(fraction, 0.01) - 1), notices }
  const view = signal<SweepView>({ progress, runs })
  const idle = (): void => undefined
  const sweep: Sweep = { view: () => view.value, subscribe: () => idle, pause: idle, resume: idle, stop: idle, stopRun: idle, resumeRun: idle, checkpoint: idle, done: Promise.resolve(view.value) }
  return { experimentId: onDesk.id, title: onDesk.experiment.title, onDesk, sweep, view, isRestored: false, partWay: 0 }
}

function Gallery({ lab, all }: { lab: Laboratory; all: readonly Fixture[] }) {
  const [shapes, , diverging, , phases] = all
  const middle = session(shapes, partWay(shapes.runs, 0.55), 'running', ['asked for webgpu, running on cpu: no adapter'])
  return (
    <main>
      <h1>Gallery</h1>
      <p class="soft">Every state and chart, from results of real runs.</p>
      <button type="button" onClick={() => lab.theme.toggle()}>Light or dark</button>
      <h2>States of a sweep</h2>
      {(['opening', 'running', 'paused', 'stopping', 'done'] as const).map((phase) => (
        <SweepProgressBar key={phase} lab={lab} session={session(shapes, phase === 'opening' ? partWay(shapes.runs, 0) : phase === 'done' ? shapes.runs : partWay(shapes.runs, 0.55), phase)} />
      ))}
      <SweepProgressBar lab={lab} session={session(diverging, diverging.runs, 'done')} />
      <SweepProgressBar lab={lab} session={middle} />
      <LiveLoss lab={lab} session={middle} />
      <RunGrid lab={lab} session={middle} />
      <RunGrid lab={lab} session={session(phases, partWay(phases.runs, 0.6), 'running')} />
      <RunGrid lab={lab} session={session(diverging, diverging.runs, 'done')} />
      <RunTable lab={lab} session={middle} primaryCount="featuresLearned" />
      <RunTable lab={lab} session={session(diverging, diverging.runs, 'done')} primaryCount="featuresLearned" />
      <BadLink lab={lab} link="#1.q1ZKVrKqVjI" problems={[{ path: 'link', allowed: 'a fragment that ends with the digest of its experiment', received: 'one cut after 14 characters' }]} />
      {all.map(({ name, onDesk, runs }) => {
        const results = concludeFrom(runs)
        return (
          <section key={name} class="results" id={name}>
            <h2>{onDesk.experiment.title}</h2>
            <VerdictPanel results={results} />
            <NoteCylinders results={results} />
            <NoteTables lab={lab} results={results} />
            <FeatureView lab={lab} results={results} title={name} />
            <Figures lab={lab} results={results} groups={everyChart} title={name} label={`figures of ${name}`} />
          </section>
        )
      })}
      <Announcer lab={lab} />
    </main>
  )
}

void Promise.all(fixtures.map(fixture)).then((all) => {
  const lab = createLaboratory({
    catalogue: [], address: addressOf('#'), page: browserPage, trainers: 1, now: () => performance.now(), today: () => 0, locks: null, serviceWorkers: null, tabClaim: { isOwn: Promise.resolve(true), hold: () => undefined }, queueMemory: { read: () => null, write: () => undefined }, version: 'gallery',
    storage: null, fetchRecorded: async () => null, readFile: () => { throw new Error('the gallery reads no files') },
    spawn: () => { throw new Error('the gallery trains nothing') }, judge: () => { throw new Error('the gallery judges nothing') },
  })
  render(<Gallery lab={lab} all={all} />, document.getElementById('gallery')!)
})
