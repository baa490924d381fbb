import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Chart, Figure, Room } from '../charts/figure'
import { charts } from '../charts/registry'
import type { SweepResults } from '../charts/sweep-results'
import { fileStem } from '../download'
import { concludeFrom, finishedCount } from '../state/conclusions'
import { whenIdle } from '../idle-queue'
import type { Laboratory } from '../state/laboratory'
import type { SweepSession } from '../state/sweeps'
import { count } from '../words'
import { ExportBar } from './export-bar'
import { FigureHost } from './figure-host'
import { NoteTables } from './note-table'
import { RunTable } from './run-table'
import { VerdictPanel } from './verdict-panel'

/** While it trains the table fills; verdict and figures come when it has ended, so that drawing them never holds up the page. */
export function Results({ lab, session }: { lab: Laboratory; session: SweepSession }) {
  const { results, isDone } = useConclusions(session)
  const runs = session.view.peek().runs
  const finished = results === null ? 0 : finishedCount(results.runs)
  return (
    <div class="results">
      {isDone && finished === 0 && <Nothing runs={runs.length} diverged={runs.filter(({ status }) => status.kind === 'diverged').length} />}
      {results !== null && finished > 0 && (
        <>
          {isDone && <VerdictPanel results={results} />}
          {isDone && <ExportBar lab={lab} session={session} />}
          <NoteTables lab={lab} results={results} />
        </>
      )}
      {isDone && results !== null && <Figures lab={lab} results={results} title={session.title} />}
      <RunTable session={session} primaryCount="featuresLearned" />
    </div>
  )
}

export function Figures({ lab, results, title }: { lab: Pick<Laboratory, 'theme'>; results: SweepResults; title: string }) {
  const room = useRoom()
  const { drawn, isComplete } = useFigures(results, room)
  return (
    <section aria-labelledby="figures-title" aria-busy={!isComplete}>
      <h2 id="figures-title">Figures</h2>
      <div class="figures">
        {drawn.map(({ chart, figure }) => <FigureHost key={chart.id} chart={chart} figure={figure} dark={lab.theme.isDark.value} stem={fileStem(title)} />)}
      </div>
    </section>
  )
}

interface Drawn { readonly chart: Chart; readonly figure: Figure }

/** Every chart that has something to show of these results, one more whenever the page has nothing else to do. */
function useFigures(results: SweepResults, room: Room): { readonly drawn: readonly Drawn[]; readonly isComplete: boolean } {
  const [drawn, setDrawn] = useState<readonly Drawn[]>([])
  const [complete, setComplete] = useState<SweepResults | null>(null)
  useEffect(() => {
    let takeBack = (): void => undefined
    const draw = (next: number, before: readonly Drawn[]): void => {
      if (next === charts.length) return
      takeBack = whenIdle(() => {
        const chart = charts[next]
        const figure = chart.draw(results, room)
        const now = figure === null ? before : [...before, { chart, figure }]
        // Until all are made anew, those of the earlier results stay.
        if (figure !== null) setDrawn((shown) => [...now, ...shown.filter((other) => !now.some(({ chart: { id } }) => id === other.chart.id))])
        if (next + 1 === charts.length) {
          setDrawn(now)
          setComplete(results)
        }
        draw(next + 1, now)
      })
    }
    draw(0, [])
    return () => takeBack()
  }, [results, room])
  return { drawn, isComplete: complete === results }
}

function useRoom(): Room {
  const query = useMemo(() => window.matchMedia('(max-width: 600px)'), [])
  const [narrow, setNarrow] = useState(query.matches)
  useEffect(() => {
    const listen = (): void => setNarrow(query.matches)
    query.addEventListener('change', listen)
    return () => query.removeEventListener('change', listen)
  }, [query])
  return narrow ? 'narrow' : 'wide'
}

function Nothing({ runs, diverged }: { runs: number; diverged: number }) {
  return (
    <section class="card notice-bad">
      <h2>No run finished</h2>
      <p>
        {diverged > 0
          ? `${count(diverged, 'run')} of ${runs} diverged: the loss stopped being a number. That is a result, and the run table says at which step. A smaller learning rate usually trains.`
          : 'The run table below says why for each run. Runs that had not ended can be started again with Run.'}
      </p>
    </section>
  )
}

/** The conclusions, made anew when another run has finished, not at every frame. */
function useConclusions(session: SweepSession): { results: SweepResults | null; isDone: boolean } {
  const [state, setState] = useState<{ results: SweepResults | null; isDone: boolean }>({ results: null, isDone: false })
  useEffect(() => {
    let known = -1, wasDone = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = (): void => {
      timer = undefined
      const { runs, progress } = session.view.peek()
      const isDone = progress.phase === 'done', finished = finishedCount(runs)
      if (finished === known && isDone === wasDone) return
      known = finished
      wasDone = isDone
      setState({ results: finished > 0 || isDone ? concludeFrom(runs) : null, isDone })
    }
    look()
    const unsubscribe = session.view.subscribe(({ progress }) => {
      if (progress.phase === 'done') { clearTimeout(timer); look() }
      else timer ??= setTimeout(look, 500)
    })
    return () => { unsubscribe(); clearTimeout(timer) }
  }, [session])
  return state
}
