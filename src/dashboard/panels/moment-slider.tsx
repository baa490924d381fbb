import { useEffect } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { ReplayEnd } from '../../runner/reproduction/replay'
import { lossAt } from '../charts/losses-of-chosen'
import type { Portrait } from '../charts/portrait'
import { whenIdle } from '../idle-queue'
import type { Laboratory } from '../state/laboratory'
import { momentsOf, replaySeconds, type Replays } from '../state/replays'
import { formatInteger, formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import { formatAboutDuration } from '../../report/quantities'

const playMilliseconds = 350

/** One slider through training for all charts. Nothing was stored on the way: the runs are trained again first. */
export function MomentSlider({ lab, replays, portraits }: {
  lab: Pick<Laboratory, 'look' | 'sweeps'>; replays: Replays; portraits: readonly Portrait[]
}) {
  const known = replays.known.value, isRunning = replays.running.value, isTraining = lab.sweeps.active.value !== null
  const { step } = lab.look.current.value
  const steps = [...new Set(portraits.flatMap(({ run }) => known.get(run.id)?.moments.map((moment) => moment.step) ?? []))].sort((a, b) => a - b)
  const waiting = portraits.filter(({ run }) => { const end = known.get(run.id)?.end; return end === undefined || end === null || end.kind === 'stopped' || end.kind === 'failed' })
  const at = step === null ? steps.length - 1 : Math.max(0, steps.findLastIndex((one) => one <= step))
  const isPlaying = useSignal(false)
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  const go = (index: number): void => lab.look.change({ step: index >= steps.length - 1 ? null : steps[Math.max(0, index)] })

  // The next moment comes when all charts have shown this one: drawing waits in the same queue.
  useEffect(() => {
    if (!isPlaying.value) return
    let takeBack = (): void => undefined
    const timer = setTimeout(() => { takeBack = whenIdle(() => { if (at >= steps.length - 1) isPlaying.value = false; else go(at + 1) }) }, playMilliseconds)
    return () => { clearTimeout(timer); takeBack() }
  }, [isPlaying.value, at, steps.length])

  const play = (): void => {
    if (!isPlaying.value && at >= steps.length - 1) go(0)
    isPlaying.value = !isPlaying.value
  }
  const seconds = replaySeconds(waiting.map(({ run }) => run))
  const moment = steps[at]
  const ends = portraits.flatMap(({ run: { id }, label }) => { const end = known.get(id)?.end; return end === undefined || end === null ? [] : [{ id, label, end }] })
  return (
    <fieldset class="feature-control feature-moment">
      <legend>Training step</legend>
      {waiting.length > 0 && (
        <div class="picker-row">
          {isRunning
            ? <><button type="button" onClick={() => replays.stop()}>Stop the replay</button><span class="small soft" role="status">{progressOf(portraits, known)}</span></>
            : <><button type="button" disabled={isTraining} onClick={() => void replays.start(waiting.map(({ run }) => run))}>Replay training</button>
              <span class="small soft">{isTraining ? 'when the sweep that trains has ended' : `trains ${waiting.length === 1 ? 'the run' : `these ${waiting.length} runs`} again, ${formatAboutDuration(seconds)}; training is deterministic, so its history need not be stored`}</span></>}
        </div>
      )}
      {step !== null && steps.length === 0 && <p class="small notice-line" role="status">The link looks at step {formatInteger(step)}. The charts show the end of training until the runs have been replayed.</p>}
      {steps.length > 1 && (
        <div class="picker-row">
          {!isCalm && <button type="button" class="small" onClick={play} aria-pressed={isPlaying.value}>{isPlaying.value ? 'Pause' : 'Play'}</button>}
          <button type="button" class="quiet small" aria-label="earlier step" disabled={at <= 0} onClick={() => go(at - 1)}>‹</button>
          <input type="range" aria-label="training step" min={0} max={steps.length - 1} step={1} value={at} aria-valuetext={`step ${moment}`} onInput={(event) => { isPlaying.value = false; go(Number(event.currentTarget.value)) }} />
          <button type="button" class="quiet small" aria-label="later step" disabled={at >= steps.length - 1} onClick={() => go(at + 1)}>›</button>
        </div>
      )}
      {steps.length > 0 && (
        <p class="small">
          <strong class="numeric">Step {formatInteger(moment)}</strong> of {formatInteger(Math.max(...portraits.map(({ run }) => run.spec.training.steps)))}; loss {formatList(portraits.map((portrait) => formatNumber(lossAt(portrait))))}
        </p>
      )}
      <ul class="replay-ends small soft">
        {portraits.length > 1 && ends.length === portraits.length && ends.every(({ end }) => end.kind === 'same')
          ? <li>All replays end with the stored parameters, to the bit.</li>
          : ends.map(({ id, label, end }) => <li key={id} class={end.kind === 'same' || end.kind === 'unknown' ? undefined : 'notice-line'}>{label}: {describeEnd(end)}</li>)}
      </ul>
    </fieldset>
  )
}

function progressOf(portraits: readonly Portrait[], known: Replays['known']['value']): string {
  const done = portraits.reduce((sum, { run }) => sum + (known.get(run.id)?.moments.length ?? 0), 0)
  const all = portraits.reduce((sum, { run }) => sum + momentsOf(run).length, 0)
  return `moment ${done} of ${all}`
}

function describeEnd(end: ReplayEnd): string {
  switch (end.kind) {
    case 'same': return 'the replay ends with the stored parameters, to the bit.'
    case 'unknown': return 'replayed; its parameters were not stored, so its end cannot be compared.'
    case 'different': return `the replay ends with other parameters than the stored ones${end.reason === null ? '' : `: ${end.reason}`}. What is shown on the way may differ from what happened.`
    case 'failed': return `the replay failed: ${end.message}`
    case 'stopped': return 'the replay was stopped.'
  }
  end satisfies never
}
