/** One step of the guided walk, in place of the question. Which step rides in the link; its experiment lies on the desk. */
import { useEffect, useRef } from 'preact/hooks'
import type { Laboratory } from '../state/laboratory'
import { walkSteps } from '../walk/steps'
import { formatAboutDuration } from '../../report/quantities'
import { scrollWhenDrawn } from '../scroll-when-drawn'
import { Formula } from './formula'

export function openStep(lab: Pick<Laboratory, 'catalogue' | 'desk' | 'editing' | 'look'>, id: string): void {
  const step = walkSteps.find((candidate) => candidate.id === id), preset = lab.catalogue.find((candidate) => candidate.id === step?.preset)
  if (step === undefined || preset === undefined) return
  lab.desk.place(preset.preview)
  lab.look.change({ choices: { walk: id } })
  lab.editing.value = step.edit === true
}

export function Walk({ lab, step: id }: { lab: Laboratory; step: string }) {
  const at = walkSteps.findIndex((step) => step.id === id)
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(at)
  useEffect(() => {
    if (before.current !== at) { window.scrollTo({ top: 0 }); heading.current?.focus({ preventScroll: true }) }
    before.current = at
  }, [at])
  const leave = (): void => lab.look.change({ choices: {} })
  if (at < 0) return <p class="card">This link names a step of the walk that there is not. <button type="button" class="small" onClick={() => openStep(lab, walkSteps[0].id)}>Begin the walk</button> <button type="button" class="quiet small" onClick={leave}>Leave it</button></p>
  const step = walkSteps[at], next = walkSteps.at(at + 1), previous = at > 0 ? walkSteps[at - 1] : undefined
  const isDone = lab.view.value?.progress.phase === 'done', hasResults = isDone || lab.recordings.shown.value !== null
  const estimate = lab.estimator.estimate.value, time = estimate.kind === 'measured' ? formatAboutDuration(estimate.seconds) : null
  const show = (): void => {
    lab.look.change({ section: step.section })
    const results = document.getElementById('sweep') ?? document.getElementById('recorded')
    results?.scrollIntoView({ block: 'start' })
    if (results !== null && step.figure !== undefined) scrollWhenDrawn(results, `[data-chart="${step.figure}"]`)
  }
  return (
    <section class="walk" aria-labelledby="walk-title">
      <div class="walk-head">
        <p class="eyebrow">The argument, step {at + 1} of {walkSteps.length}</p>
        <button type="button" class="quiet small" onClick={leave}>Leave the walk</button>
      </div>
      <ol class="walk-steps">
        {walkSteps.map(({ id: other, title }, k) => (
          <li key={other}>
            <button type="button" aria-current={other === id ? 'step' : undefined} class={k < at ? 'walked' : ''} title={title} onClick={() => openStep(lab, other)}>
              <span class="visually-hidden">Step {k + 1}: {title}</span>
            </button>
          </li>
        ))}
      </ol>
      <div class="walk-body">
        <div>
          <h1 id="walk-title" ref={heading} tabIndex={-1}>{step.title}</h1>
          {step.text.map((paragraph) => <p key={paragraph}><Formula text={paragraph} /></p>)}
        </div>
        <div class="walk-look">
          <h2>What to look at</h2>
          <ul>{step.look.map((hint) => <li key={hint}><Formula text={hint} /></li>)}</ul>
          {hasResults && <><h2>What it means</h2><p class="walk-means"><Formula text={step.means} /></p></>}
          <p class="actions">
            {hasResults && <button type="button" onClick={show}>Show me</button>}
            {previous !== undefined && <button type="button" onClick={() => openStep(lab, previous.id)}>Back</button>}
            {next !== undefined
              ? <button type="button" class={isDone ? 'filled' : ''} onClick={() => openStep(lab, next.id)}>Next: {next.title}</button>
              : <button type="button" class="filled" onClick={leave}>Finish</button>}
          </p>
          {!isDone && lab.sweeps.active.value === null && step.edit !== true && <p class="small faint">Press Run below{time === null ? '' : ` (${time})`}.</p>}
        </div>
      </div>
    </section>
  )
}
