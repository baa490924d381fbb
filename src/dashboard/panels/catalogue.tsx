import { useMemo } from 'preact/hooks'
import type { Laboratory } from '../state/laboratory'
import { hasDepth } from '../../science/models/model'
import { flopsOfRun } from '../../science/metrics/measuring-cost'
import type { Experiment } from '../../experiment/experiment'
import type { Preset, PresetForm } from '../../experiment/preset'
import { runsOf } from '../../experiment/runs'
import { shapesOf } from '../../experiment/shapes'
import { formatCount } from '../../report/phrases'
import { formatFlops } from '../../report/quantities'
import { ExperimentPicture } from './experiment-picture'
import { Formula } from './formula'

const themes: readonly { readonly title: string; readonly holds: (experiment: Experiment) => boolean }[] = [
  { title: 'Shapes of equal size', holds: ({ model }) => hasDepth(model) },
  { title: 'Superposition in one layer', holds: ({ model }) => !hasDepth(model) },
]

export function Catalogue({ lab }: { lab: Pick<Laboratory, 'announce' | 'catalogue' | 'desk'> }) {
  const onDesk = lab.desk.onDesk.value
  // Counted without a plan: hundreds of runs would be digested for their ids.
  const costs = useMemo(() => new Map(lab.catalogue.map(({ id, preview }) => {
    const shapes = shapesOf(preview), runs = runsOf(preview, shapes)
    return [id, { shapes, runs: runs.length, work: runs.reduce((sum, { spec }) => sum + flopsOfRun(spec), 0) }]
  })), [lab.catalogue])
  const choose = (preset: Preset, form: PresetForm): void => {
    lab.desk.place(preset[form])
    document.getElementById('experiment')?.scrollIntoView({ block: 'start' })
    lab.announce(`Loaded “${preset.title}”. Press Run.`)
  }
  const card = (preset: Preset) => {
    const current = onDesk?.preset?.preset.id === preset.id
    const { shapes, runs, work } = costs.get(preset.id)!
    return (
      <li key={preset.id} class={`card preset${current ? ' preset-current' : ''}`}>
        <ExperimentPicture experiment={preset.full} shapes={shapes} />
        <h4>{preset.title}</h4>
        <p class="preset-question"><Formula text={preset.question} /></p>
        <details class="small soft">
          <summary>What to expect<span class="visually-hidden"> of {preset.title}</span></summary>
          <p><Formula text={preset.expected} /></p>
          <p class="faint">Source: {preset.source}</p>
        </details>
        <p class="small faint numeric">{preset.source.split(/[;:(,]/)[0].trim()} · quick version: {formatCount(runs, 'run')}, {formatFlops(work)}</p>
        <p class="actions">
          <button type="button" class="small" aria-pressed={current && onDesk?.preset?.form === 'preview'} onClick={() => choose(preset, 'preview')}>Load quick version<span class="visually-hidden"> of {preset.title}</span></button>
          <button type="button" class="small" aria-pressed={current && onDesk?.preset?.form === 'full'} onClick={() => choose(preset, 'full')}>Load full version<span class="visually-hidden"> of {preset.title}</span></button>
        </p>
      </li>
    )
  }
  return (
    <section id="catalogue" tabIndex={-1} aria-labelledby="catalogue-title">
      <h2 id="catalogue-title">Experiments</h2>
      <p class="soft">Each is a starting point: run it as it is, or change any of its fields.</p>
      {themes.map(({ title, holds }) => {
        const own = lab.catalogue.filter(({ preview }) => holds(preview))
        return own.length === 0 ? null : (
          <div key={title} class="theme">
            <h3 class="theme-title">{title}</h3>
            <ul class="cards">{own.map(card)}</ul>
          </div>
        )
      })}
    </section>
  )
}
