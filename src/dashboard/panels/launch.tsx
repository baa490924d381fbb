/** The experiment on the desk: its shapes to scale, what it will cost here, and the button. */
import { useComputed } from '@preact/signals'
import { choiceNames, choiceTraits, fallbackChoice, type EngineChoice } from '../../protocol/engines'
import { failureTraits } from '../../protocol/failures'
import type { PresetForm } from '../../experiment/preset'
import { axesPerShape } from '../../experiment/runs'
import { shapesOf } from '../../experiment/shapes'
import type { Experiment } from '../../experiment/experiment'
import { hasDepth } from '../../science/models/model'
import { isConcluded } from '../../runner/keeping/results-store'
import type { OnDesk } from '../state/desk'
import type { Estimate } from '../state/estimate'
import type { Laboratory } from '../state/laboratory'
import { formatInteger } from '../../report/numbers'
import { capitalised } from '../../report/phrases'
import { formatAboutDuration, formatFlops } from '../../report/quantities'
import { Formula } from './formula'
import { ShapeRow } from './shape-drawing'

export function Launch({ lab, onDesk }: { lab: Laboratory; onDesk: OnDesk }) {
  const { experiment } = onDesk
  // While somebody types, the shapes are those of the form, as far as it can be read.
  const typed = lab.editing.value ? lab.draft?.reading.value : undefined
  const drawn = typed?.ok === true ? typed.experiment : experiment
  const shapes = drawn === experiment ? onDesk.shapes : shapesOf(drawn)
  const isAutoencoder = !hasDepth(drawn.model)
  return (
    <section id="experiment" tabIndex={-1} class="launch card" aria-labelledby="experiment-title">
      <div class="launch-text">
        <p class="eyebrow">{onDesk.preset === null ? 'Custom experiment' : 'The experiment'}</p>
        <h2 id="experiment-title">{experiment.title}</h2>
        <p><Formula text={experiment.question} /></p>
        {onDesk.preset !== null && <FormSwitch lab={lab} onDesk={onDesk} />}
      </div>
      <div class="launch-shapes">
        <ShapeRow autoencoderFeatures={isAutoencoder ? drawn.task.featureCount : null}
          entries={shapes.slice(0, 8).map(({ shape, nonEmbeddingParameters }) => ({ shape, parameters: nonEmbeddingParameters }))} />
        {shapes.length > 8 && <p class="small soft">and {shapes.length - 8} more shapes</p>}
        {!isAutoencoder && <p class="small faint launch-key">Drawn to scale: volume = parameters, side = neurons, rings = layers.</p>}
      </div>
      <Cost lab={lab} onDesk={onDesk} />
    </section>
  )
}

function FormSwitch({ lab, onDesk }: { lab: Pick<Laboratory, 'desk'>; onDesk: OnDesk }) {
  const { preset, form } = onDesk.preset!
  const option = (name: PresetForm, label: string) => (
    <label class={form === name ? 'chosen' : ''}>
      <input type="radio" name="preset-form" checked={form === name} onChange={() => lab.desk.place(preset[name])} />
      <span>{label}</span>
    </label>
  )
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">how thorough</legend>
      {option('preview', 'Quick version')}
      {option('full', 'Full version')}
    </fieldset>
  )
}

function Cost({ lab, onDesk: { plan, experiment, shapes } }: { lab: Laboratory; onDesk: OnDesk }) {
  const estimate = lab.estimator.estimate.value
  const active = lab.sweeps.active.value
  const session = lab.session.value
  // Computed, so that the card is drawn again when one of them changes and not with every view.
  const environment = useComputed(() => lab.session.value?.view.value.runs.find((run) => run.environment !== null)?.environment ?? null).value
  const concluded = useComputed(() => lab.session.value?.view.value.runs.every(({ status }) => isConcluded(status)) ?? false).value
  const isHere = session !== null && session === active
  const isQueued = lab.queue.waiting.value.some((queued) => queued.onDesk.plan.experimentId === plan.experimentId)
  const isDone = session !== null && session !== active
  const finished = isDone && concluded
  return (
    <div class="launch-cost">
      <div class="actions launch-actions">
        <button type="button" class="primary" aria-disabled={isHere || isQueued} onClick={() => { if (!isHere && !isQueued) lab.run(finished) }}>
          {isHere ? 'Running' : isQueued ? 'In the queue' : active !== null ? 'Add to the queue' : finished ? 'Run again' : isDone ? 'Run the rest' : 'Run'} {active === null && !finished && <kbd aria-hidden="true">R</kbd>}
        </button>
        <button type="button" aria-expanded={lab.editing.value} aria-controls="edit" onClick={() => lab.toggleForm()}>Edit</button>
        <button type="button" onClick={() => void lab.share()}>Share</button>
      </div>
      <dl class="cost">
        <div><dt>Runs</dt><dd>{formatInteger(plan.runs.length)} <span class="faint small">{product([{ plural: 'shapes', count: shapes.length }, ...axesPerShape(experiment)])}</span></dd></div>
        <div><dt>Work</dt><dd>{formatFlops(plan.flops)}</dd></div>
        {session === null && <div><dt>Time here</dt><dd><TimeHere estimate={estimate} /></dd></div>}
        <div><dt>Engine</dt><dd>{environment === null ? <EngineText lab={lab} estimate={estimate} /> : <>{environment.adapter} <span class="faint small">{environment.engine}</span></>}</dd></div>
      </dl>
      <Seeds lab={lab} experiment={experiment} canReset={session !== null && !isHere} />
      {active !== null && !isHere && (
        <p class="small">“{active.title}” is still training.{' '}
          <button type="button" class="quiet small" onClick={() => lab.desk.place(active.onDesk.experiment)}>Show it</button>
        </p>
      )}
      <label class="engine-choice small soft">
        Compute on{' '}
        <select value={lab.sweeps.engine.value} disabled={active !== null} onChange={(event) => lab.sweeps.choose(event.currentTarget.value as EngineChoice)}>
          {choiceNames.map((choice) => <option key={choice} value={choice}>{choiceTraits[choice].label}</option>)}
        </select>
      </label>
    </div>
  )
}

/** The start of the networks, the data that they see, and beginning again with both as they are: three things, never one button. */
function Seeds({ lab, experiment, canReset }: { lab: Pick<Laboratory, 'desk' | 'reset'>; experiment: Experiment; canReset: boolean }) {
  const { seeds } = experiment
  const another = (which: 'init' | 'data'): void => // beyond the replicates of this one
    lab.desk.place({ ...experiment, seeds: { ...seeds, [which]: (seeds[which] + seeds.count) % 2 ** 32 } })
  return (
    <div class="actions seeds small soft" role="group" aria-label="seeds and reset">
      <span>Network seed {seeds.init} <button type="button" class="quiet small" onClick={() => another('init')}>Another<span class="visually-hidden"> network seed</span></button></span>
      <span>Data seed {seeds.data} <button type="button" class="quiet small" onClick={() => another('data')}>Another<span class="visually-hidden"> data seed</span></button></span>
      <button type="button" class="quiet small" aria-disabled={!canReset} title="Back to step 0, with the same seeds; what is saved stays until new runs replace it" onClick={() => { if (canReset) lab.reset() }}>Reset</button>
    </div>
  )
}

function TimeHere({ estimate }: { estimate: Estimate }) {
  switch (estimate.kind) {
    case 'unknown': return <span class="faint">not measured yet</span>
    case 'not-timed': return <span class="faint">not timed yet: one step is {formatFlops(estimate.flops)}</span>
    case 'measuring': return <span class="faint">measuring a few steps…</span>
    case 'measured': return <>{formatAboutDuration(estimate.seconds)}</>
    case 'failed': return <span class="bad-text">{failureTraits[estimate.failure.kind].headline}</span>
  }
  estimate satisfies never
}

function EngineText({ lab, estimate }: { lab: Pick<Laboratory, 'sweeps'>; estimate: Estimate }) {
  if (estimate.kind === 'failed') {
    return (
      <>
        <span class="bad-text">{estimate.failure.message}</span>
        {failureTraits[estimate.failure.kind].offersCpu && lab.sweeps.engine.value !== fallbackChoice && (
          <button type="button" class="small" onClick={() => lab.sweeps.choose(fallbackChoice)}>Compute on {choiceTraits[fallbackChoice].label}</button>
        )}
      </>
    )
  }
  if (estimate.kind !== 'measured') return <span class="faint">{'gpu' in navigator ? 'Checking your GPU…' : 'No WebGPU in this browser: running on the CPU'}</span>
  const { environment, notices } = estimate
  return (
    <>
      {environment.adapter} <span class="faint small">{environment.engine}{environment.software ? ', no graphics hardware' : ''}</span>
      {notices.length > 0 && (
        <details class="small">
          <summary>Why this engine</summary>
          {notices.map((notice) => <p key={notice} class="soft">{capitalised(notice)}.</p>)}
        </details>
      )}
    </>
  )
}

/** The axes of the sweep; those of a single value multiply nothing. */
function product(axes: readonly { readonly plural: string; readonly count: number }[]): string {
  return axes.filter((axis) => axis.count > 1).map((axis) => `${formatInteger(axis.count)} ${axis.plural}`).join(' × ')
}
