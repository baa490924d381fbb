/**
 * Features from inside: one to four runs side by side, one feature singled out in all of them, at one moment of their
 * training. What is looked at rides in the link (state/view.ts).
 */
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { RunRecord } from '../../runner/keeping/run-record'
import { featureCharts } from '../charts/registry'
import { featureCount, portraitLabels, representativeRuns, type Portrait } from '../charts/portrait'
import { shapeIndex, type SweepResults } from '../charts/sweep-results'
import { createReplays, type Replayed } from '../state/replays'
import type { Laboratory } from '../state/laboratory'
import { FeaturePicker } from './feature-picker'
import { FeatureFigure } from './feature-figure'
import { MomentSlider } from './moment-slider'
import { RunPicker } from './run-picker'
import '../styles/features.css'

export function FeatureView({ lab, results, title }: {
  lab: Pick<Laboratory, 'look' | 'theme' | 'spawn' | 'sweeps'>; results: SweepResults
  /** Of the experiment: saved pictures are named after it. */
  title: string
}) {
  const replays = useRef<ReturnType<typeof createReplays> | null>(null)
  replays.current ??= createReplays(lab.spawn)
  useEffect(() => () => replays.current?.stop(), [])
  const { runs: asked, feature, step, chart: enlarged, choices } = lab.look.current.value
  const usual = useMemo(() => representativeRuns(results), [results])
  const chosen = asked.flatMap((id) => results.runs.find((run) => run.id === id && run.metrics !== null) ?? [])
  const runs = chosen.length > 0 ? chosen : usual
  const known = replays.current.known.value
  const portraits = useMemo(() => portraitsOf(runs, results, known, step), [runs.map(({ id }) => id).join(), results, known, step])
  if (runs.length === 0) return null
  const count = featureCount({ portraits })
  const singled = feature !== null && feature < count ? feature : null
  const missing = asked.length - chosen.length
  const figures = featureCharts.map((chart) => (
    <FeatureFigure key={chart.id} chart={chart} title={title} dark={lab.theme.isDark.value}
      enlarging={{ chart: enlarged, enlarge: (id) => lab.look.change({ chart: id }) }}
      look={{ portraits, feature: singled, choice: choices[chart.id] ?? null }}
      choose={(next) => lab.look.change({ feature: next === singled ? null : next })}
      pick={(choice) => lab.look.change({ choices: { ...lab.look.current.peek().choices, [chart.id]: choice } })} />
  ))
  return (
    <section class="feature-view" aria-labelledby="feature-view-title">
      <h2 id="feature-view-title">The shape of features</h2>
      <p class="soft small">
        The same quantities for up to four runs. A click on a feature in any chart, or its number below, marks it in all charts and tables.
      </p>
      {missing > 0 && <p class="notice-line" role="status">{missing === 1 ? 'One chosen run has' : `${missing} chosen runs have`} no result yet and {missing === 1 ? 'is' : 'are'} left out.</p>}
      <div class="feature-controls">
        <RunPicker lab={lab} results={results} portraits={portraits} isUsual={chosen.length === 0} />
        <FeaturePicker lab={lab} portraits={portraits} feature={singled} count={count} />
        <MomentSlider lab={lab} replays={replays.current} portraits={portraits} />
      </div>
      <div class="figures">{figures}</div>
    </section>
  )
}

/** Runs as they were after `step`, as far as their replays reach; at the end of training where they were not replayed. */
function portraitsOf(runs: readonly RunRecord[], results: SweepResults, known: ReadonlyMap<string, Replayed>, step: number | null): readonly Portrait[] {
  const labels = portraitLabels(runs)
  return runs.map((run, k): Portrait => {
    const end = { step: run.spec.training.steps, metrics: run.metrics!, parameters: run.parameters }
    const moments = known.get(run.id)?.moments ?? []
    const history = moments.length === 0 ? [end] : moments
    // The end is what was stored, whatever a replay came to.
    const seen = step === null ? end : moments.findLast((moment) => moment.step <= step) ?? moments[0] ?? end
    const isLate = step !== null && moments.length === 0 // not replayed, beside others that were
    return { ...seen, run, label: isLate ? `${labels[k]}, at its end` : labels[k], shape: shapeIndex(results, run.spec.shape), history }
  })
}
