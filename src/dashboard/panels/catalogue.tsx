import { useMemo } from 'preact/hooks'
import type { Laboratory } from '../state/laboratory'
import type { Preset, PresetForm } from '../state/preset'
import { planSweep } from '../../spec/plan'
import { shapesOf } from '../../spec/shapes'
import { count, flops } from '../words'
import { ExperimentPicture } from './experiment-picture'

export function Catalogue({ lab }: { lab: Laboratory }) {
  const onDesk = lab.desk.onDesk.value
  const costs = useMemo(() => new Map(lab.catalogue.map(({ id, preview }) => [id, { plan: planSweep(preview), shapes: shapesOf(preview) }])), [lab.catalogue])
  const choose = (preset: Preset, form: PresetForm): void => {
    lab.desk.place(preset[form])
    document.getElementById('experiment')?.scrollIntoView({ block: 'start' })
    lab.announce(`${preset.title} is on the desk. Nothing has been started.`)
  }
  return (
    <section id="catalogue" tabIndex={-1} aria-labelledby="catalogue-title">
      <h2 id="catalogue-title">Experiments</h2>
      <p class="soft">Each is a starting point: run it as it is, or change any of its fields.</p>
      <ul class="cards">
        {lab.catalogue.map((preset) => {
          const current = onDesk?.preset?.preset.id === preset.id
          const { plan, shapes } = costs.get(preset.id)!
          return (
            <li key={preset.id} class={`card preset${current ? ' preset-current' : ''}`}>
              <ExperimentPicture experiment={preset.full} shapes={shapes} />
              <h3>{preset.title}</h3>
              <p class="preset-question">{preset.question}</p>
              <details class="small soft">
                <summary>What to expect<span class="visually-hidden"> of {preset.title}</span></summary>
                <p>{preset.expected}</p>
                <p class="faint">Source: {preset.source}</p>
              </details>
              <p class="small faint numeric">{preset.source.split(/[;:(,]/)[0].trim()} · preview: {count(plan.runs.length, 'run')}, {flops(plan.flops)}</p>
              <p class="actions">
                <button type="button" class="small" aria-pressed={current && onDesk?.preset?.form === 'preview'} onClick={() => choose(preset, 'preview')}>Preview<span class="visually-hidden"> of {preset.title}</span></button>
                <button type="button" class="small" aria-pressed={current && onDesk?.preset?.form === 'full'} onClick={() => choose(preset, 'full')}>Full<span class="visually-hidden"> form of {preset.title}</span></button>
              </p>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
