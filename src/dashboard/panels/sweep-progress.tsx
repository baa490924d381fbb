/** How far the sweep is, how long it will take, and the three things one can do about it. */
import { tierPromises } from '../../report/reproduction-text'
import { tierOf } from '../../runner/reproduction/tiers'
import type { Laboratory } from '../state/laboratory'
import { isInterrupted, type SweepSession } from '../state/sweeps'
import { formatInteger, formatPercent } from '../../report/numbers'
import { formatCount } from '../../report/phrases'
import { formatClock } from '../../report/quantities'
import { CpuOffer } from './cpu-offer'

export function SweepProgressBar({ lab, session }: { lab: Pick<Laboratory, 'pauseOrResume' | 'run' | 'stop' | 'sweeps'>; session: SweepSession }) {
  const { progress, runs } = session.view.value
  const isDone = progress.phase === 'done', wasInterrupted = isInterrupted(session)
  const isPaused = progress.phase === 'paused'
  const ended = (kind: string): number => runs.filter(({ status }) => status.kind === kind).length
  const outcomes = [['diverged', 'diverged'], ['failed', 'failed'], ['stopped', 'stopped']] as const
  const environment = runs.find((run) => run.environment !== null)?.environment ?? null
  return (
    <section class={`progress-panel phase-${progress.phase}`} aria-labelledby="progress-title">
      <div class="progress-head">
        <h2 id="progress-title" class="progress-phase">{wasInterrupted ? 'Interrupted' : phaseTitle[progress.phase]}</h2>
        <p class="numeric soft">
          {formatInteger(progress.runsEnded)} of {formatCount(progress.runsTotal, 'run')}
          {outcomes.map(([kind, word]) => (ended(kind) > 0 ? <span key={kind} class={`chip chip-${kind}`}>{ended(kind)} {word}</span> : null))}
          {session.isRestored ? <span class="faint"> · {wasInterrupted ? `saved${session.partWay > 0 ? `, ${formatInteger(session.partWay)} more part-way` : ''}` : 'saved earlier, nothing was trained just now'}</span> : <span class="faint"> · {formatClock(progress.secondsElapsed)} elapsed</span>}
          {!isDone && <span class="faint"> · {progress.secondsRemaining === null ? 'remaining time not known yet' : `${formatClock(progress.secondsRemaining)} to go`}</span>}
        </p>
        {wasInterrupted && lab.sweeps.active.value === null && <div class="actions"><button type="button" class="primary" onClick={() => lab.run()}>Resume</button></div>}
        {!isDone && (
          <div class="actions">
            <button type="button" onClick={() => lab.pauseOrResume()} disabled={progress.phase === 'stopping'}>{isPaused ? 'Resume' : 'Pause'} <kbd aria-hidden="true">P</kbd></button>
            <button type="button" onClick={() => lab.stop()} disabled={progress.phase === 'stopping'}>Stop <kbd aria-hidden="true">X</kbd></button>
          </div>
        )}
      </div>
      <div class="bar" role="progressbar" aria-labelledby="progress-title" aria-valuemin={0} aria-valuemax={100}
        aria-valuenow={Math.round(progress.fraction * 100)} aria-valuetext={`${formatPercent(progress.fraction)} of the work`}>
        <div class="bar-fill" style={{ transform: `scaleX(${progress.fraction})` }} />
      </div>
      <p class="small soft environment-line">
        {isDone && ended('failed') === runs.length ? 'None of these runs could be trained.' : environment === null
          ? progress.phase === 'opening' ? 'Opening an engine and compiling its kernels for these shapes.' : wasInterrupted ? 'This sweep had not ended when the page was left. What is saved stays; Resume trains the rest.' : 'No engine was opened.'
          : <>Computed by the <strong>{environment.engine}</strong> engine ({environment.engineVersion}) on {environment.adapter}{environment.software ? ': no graphics hardware, slower than a GPU' : ''}.{' '}
            Reproducible at tier {tierOf(environment)}: {tierPromises[tierOf(environment)]}.</>}
      </p>
      {progress.notices.length > 0 && (
        <ul class="notices small">{progress.notices.map((notice) => <li key={notice}>{notice}</li>)}</ul>
      )}
      <CpuOffer lab={lab} session={session} />
    </section>
  )
}

const phaseTitle = { opening: 'Starting', running: 'Training', paused: 'Paused', stopping: 'Stopping', done: 'Done' } as const
