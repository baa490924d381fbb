/** The note's picture with what was measured on it: equal volumes, unequal sides, and the features strewn over them. */
import { useState } from 'preact/hooks'
import { dotsInFront } from '../charts/features-on-cylinder'
import { shapeColour } from '../charts/palette'
import { shapeIndex, type SweepResults } from '../charts/sweep-results'
import { hasDepth } from '../../science/models/model'
import { formatInteger, formatNumber } from '../../report/numbers'
import { BOX, commonScale, cylinderOf } from './shape-drawing'

const mostDots = 420 // on the fullest cylinder
const mostShapes = 6

export function NoteCylinders({ results }: { results: SweepResults }) {
  const [turn, setTurn] = useState(0)
  // The largest budget of those that compare shapes: it has the most to show.
  const comparison = results.summary.comparisons.filter(({ rows }) => rows.length > 1).sort((a, b) => b.budget - a.budget).at(0)
  if (comparison === undefined || !hasDepth(results.runs[0].spec.model)) return null
  const rows = comparison.rows.flatMap((key) => results.summary.rows.find((row) => row.key === key) ?? []).slice(0, mostShapes)
  const counts = rows.map(({ measured }) => measured.featuresLearned.mean)
  const each = Math.max(1, Math.ceil(Math.max(...counts) / mostDots)) // features per dot
  const scale = commonScale(rows.map(({ shape }) => shape))
  return (
    <figure class="note-cylinders" aria-labelledby="cylinders-title">
      <figcaption>
        <h2 id="cylinders-title">The same volume, another side</h2>
        <p class="soft small">
          Volume is parameters, side is neurons, all to one scale; {each === 1 ? 'a dot is a feature' : `a dot is ${each} features`} learned. How thickly the dots lie is the number of features per neuron.
        </p>
      </figcaption>
      <ul class="shape-row">
        {rows.map((row, at) => {
          const colour = shapeColour(shapeIndex(results, row.shape)), cylinder = cylinderOf(row.shape, scale), { cx, rx, ry, top, bottom } = cylinder
          const dots = dotsInFront(Math.round(counts[at] / each), cylinder, (turn * Math.PI) / 180)
          return (
            <li key={row.key}>
              <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} class="shape-svg" role="img"
                aria-label={`${row.label}: ${formatNumber(counts[at])} features on ${row.totalNeurons} neurons, ${formatNumber(row.measured.featuresPerNeuron.mean)} per neuron`}>
                <path d={`M${cx - rx} ${top} V${bottom} A${rx} ${ry} 0 0 0 ${cx + rx} ${bottom} V${top}`} fill={colour} fill-opacity="0.14" stroke={colour} stroke-width="1.2" />
                <path d={dots.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join('')} stroke={colour} stroke-width="2.7" stroke-linecap="round" fill="none" />
                <ellipse cx={cx} cy={top} rx={rx} ry={ry} fill="var(--paper)" stroke={colour} stroke-width="1.2" />
              </svg>
              <p class="shape-name">{row.label}</p>
              <p class="shape-numbers numeric">{formatNumber(counts[at])} features on {formatInteger(row.totalNeurons)} neurons<br /><strong>{formatNumber(row.measured.featuresPerNeuron.mean)}</strong> per neuron</p>
            </li>
          )
        })}
      </ul>
      <label class="turn small soft">Turn <input type="range" min="0" max="360" step="2" value={turn} onInput={(event) => setTurn(Number(event.currentTarget.value))} /></label>
    </figure>
  )
}
