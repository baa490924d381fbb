/**
 * What a sweep came to, in parts: its runs while they train, then the verdict, shapes side by side, features from
 * inside, and what may be taken away. When the sweep has ended the verdict opens by itself, or the part that a step of
 * the walk speaks of.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { comparisonGroups, featureGroups, runGroups, settingGroups } from '../charts/registry'
import type { SweepResults } from '../charts/sweep-results'
import type { RunRecord } from '../../runner/keeping/run-record'
import { concludeFrom, finishedCount } from '../state/conclusions'
import type { Laboratory } from '../state/laboratory'
import { isInterrupted, type SweepSession } from '../state/sweeps'
import { walkSteps } from '../walk/steps'
import { formatCount } from '../../report/phrases'
import { ExportBar } from './export-bar'
import { Figures } from './figures'
import { FurtherRatesOffer } from './further-rates'
import { followView } from './follow-view'
import { later } from './later'
import { LawPlane } from './law-plane'
import { NoteCylinders } from './note-cylinders'
import { NoteTables } from './note-table'
import { Reproduction } from './reproduction'
import { RunGrid } from './run-grid'
import { RunTable } from './run-table'
import { SectionTabs, type Section } from './section-tabs'
import { VerdictPanel } from './verdict-panel'

const LiveLoss = later(async () => (await import('./live-loss')).LiveLoss) // its plot library is evaluated in a task of its own
const SourceClaims = later(async () => (await import('./source-claims')).SourceClaims)
const FeatureView = later(async () => (await import('./feature-view')).FeatureView)

const concludeMilliseconds = 500

interface Part { readonly lab: Laboratory; readonly session: SweepSession; readonly results: SweepResults | null; readonly isDone: boolean }

const parts: readonly (Omit<Section, 'content'> & { readonly content: (part: Part) => ReturnType<Section['content']> })[] = [
  { id: 'runs', title: 'Runs', content: (part) => <RunsPart {...part} /> },
  { id: 'verdict', title: 'Verdict', content: (part) => <VerdictPart {...part} />, eager: true },
  { id: 'compare', title: 'Compare shapes', content: (part) => <ComparePart {...part} /> },
  { id: 'features', title: 'Features', content: (part) => <FeaturesPart {...part} /> },
  { id: 'keep', title: 'Keep and share', content: ({ lab, session }) => <><ExportBar lab={lab} session={session} /><Reproduction lab={lab} session={session} /></> },
]

export function Results({ lab, session }: { lab: Laboratory; session: SweepSession }) {
  const { results, isDone } = useConclusions(session)
  const place = useRef<HTMLDivElement>(null)
  const asked = lab.look.current.value.section
  const wasTraining = useRef(false)
  useLayoutEffect(() => {
    // A reader who is in the midst of the runs when the sweep ends stays there.
    if (isDone && wasTraining.current && asked === null && place.current?.querySelector('#section-runs')?.contains(document.activeElement) === true) {
      lab.look.change({ section: 'runs' })
    }
    wasTraining.current = !isDone && results !== null
  }, [isDone])
  const step = walkSteps.find(({ id }) => id === lab.look.current.value.choices.walk)
  const byItself = isDone && results !== null && finishedCount(results.runs) > 0 ? step?.section ?? 'verdict' : 'runs'
  const chosen = parts.find(({ id }) => id === asked)?.id ?? byItself
  return (
    <div class="results" ref={place}>
      <SectionTabs label="parts of the results" chosen={chosen} choose={(id) => lab.look.change({ section: id })}
        sections={parts.map(({ content, ...part }) => ({ ...part, title: part.id === 'compare' && session.onDesk.shapes.length === 1 ? 'Compare settings' : part.title, content: () => content({ lab, session, results, isDone }) }))} />
    </div>
  )
}

function RunsPart({ lab, session, results, isDone }: Part) {
  const runs = session.view.peek().runs
  return (
    <>
      {isDone && results !== null && finishedCount(results.runs) === 0 && !isInterrupted(session) && <Nothing runs={runs.length} diverged={runs.filter(({ status }) => status.kind === 'diverged').length} reason={commonReason(runs)} />}
      <div class="watch">
        <LiveLoss lab={lab} session={session} />
        <RunGrid lab={lab} session={session} />
      </div>
      <RunTable lab={lab} session={session} primaryCount="featuresLearned" />
      {isDone && results !== null && <Figures lab={lab} results={results} groups={runGroups} title={session.title} label="how the runs trained" />}
    </>
  )
}

function VerdictPart({ lab, session, results, isDone }: Part) {
  if (results === null || finishedCount(results.runs) === 0) return <Yet />
  return (
    <>
      {isDone ? <VerdictPanel results={results} /> : <p class="soft">The verdict comes when the sweep has ended. What has finished so far:</p>}
      {isDone && <LawPlane results={results} />}
      {isDone && session.onDesk.preset !== null && <SourceClaims lab={lab} of={session.onDesk.preset} runs={results.runs} />}
      {isDone && <FurtherRatesOffer lab={lab} session={session} results={results} />}
      <NoteCylinders results={results} />
      <NoteTables lab={lab} results={results} />
    </>
  )
}

function ComparePart({ lab, session, results, isDone }: Part) {
  if (!isDone || results === null) return <Yet />
  return <Figures lab={lab} results={results} groups={results.shapes.length > 1 ? comparisonGroups : settingGroups} title={session.title} label={results.shapes.length > 1 ? 'shapes side by side' : 'settings side by side'} />
}

function FeaturesPart({ lab, session, results, isDone }: Part) {
  if (!isDone || results === null) return <Yet />
  return (
    <>
      <FeatureView lab={lab} results={results} title={session.title} />
      <Figures lab={lab} results={results} groups={featureGroups} title={session.title} label="features" />
    </>
  )
}

function Yet() {
  return <p class="soft">Nothing to show before the sweep has ended: drawing would take the processor from the training. The runs are under “Runs”.</p>
}

/** Why runs failed, where all did for one reason. */
function commonReason(runs: readonly RunRecord[]): string | null {
  const reasons = new Set(runs.map(({ status }) => (status.kind === 'failed' ? status.failure.message : null)))
  return reasons.size === 1 ? [...reasons][0] : null
}

function Nothing({ runs, diverged, reason }: { runs: number; diverged: number; reason: string | null }) {
  return (
    <section class="card notice-bad">
      <h2>No run finished</h2>
      <p>
        {diverged > 0
          ? `${formatCount(diverged, 'run')} of ${runs} diverged: the loss stopped being a number. That is a result, and the run table says at which step. A smaller learning rate usually trains.`
          : reason === null ? 'The run table below says why for each run. Runs that had not ended can be started again with Run.' : `All for one reason: ${reason}.`}
      </p>
    </section>
  )
}

/** The conclusions, made anew when another run has finished, not at every frame. */
function useConclusions(session: SweepSession): { results: SweepResults | null; isDone: boolean } {
  const [state, setState] = useState<{ results: SweepResults | null; isDone: boolean }>({ results: null, isDone: false })
  useEffect(() => {
    let known = -1, wasDone = false
    const look = (): void => {
      const { runs, progress } = session.view.peek()
      const isDone = progress.phase === 'done', finished = finishedCount(runs)
      if (finished === known && isDone === wasDone) return
      known = finished
      wasDone = isDone
      setState({ results: finished > 0 || isDone ? concludeFrom(runs) : null, isDone })
    }
    look()
    return followView(session, concludeMilliseconds, look)
  }, [session])
  return state
}
