/** A small picture of what an experiment is about, drawn from the experiment itself: its shapes, its plane, its data. */
import type { Experiment } from '../../experiment/experiment'
import type { PlannedShape } from '../../experiment/shapes'
import { hasDepth } from '../../science/models/model'
import { isRecall } from '../../science/tasks/task'
import { superpositionBoundary } from '../../science/theory/closed-forms'
import { phaseColours, shapeColours } from '../charts/palette'
import { ShapeGlyph } from './shape-drawing'

const HEIGHT = 72 // px

export function ExperimentPicture({ experiment, shapes }: { experiment: Experiment; shapes: readonly PlannedShape[] }) {
  const { task, model } = experiment
  if (hasDepth(model) || isRecall(task)) return <ShapeGlyph shapes={shapes.map(({ shape }) => shape)} autoencoderFeatures={hasDepth(model) ? null : task.featureCount} />
  const width = shapes[0].shape.width, n = task.featureCount
  const isImportanceSwept = Object.values(task.importance).some((value) => Array.isArray(value) && value.length > 1)
  if (n === 2 && width === 1 && isImportanceSwept) return <Phases />
  if (width === 2 && n <= 12) return <Stars counts={[...new Set([2, Math.min(4, n), n])]} />
  return <Data n={n} width={width} sparsities={task.sparsity} />
}

/** The theory diagram of two features in one dimension. */
function Phases() {
  const columns = 15, rows = 8, side = HEIGHT / rows
  return (
    <svg class="picture" viewBox={`0 0 ${columns * side} ${HEIGHT}`} height={HEIGHT} aria-hidden="true">
      {Array.from({ length: columns * rows }, (_, k) => {
        const p = 10 ** (-2 * ((k % columns) + 0.5) / columns), r = 10 ** (1 - 2 * (Math.floor(k / columns) + 0.5) / rows)
        const phase = p < superpositionBoundary(r) ? 'shared' : r < 1 ? 'dropped' : 'alone'
        return <rect key={k} x={(k % columns) * side} y={Math.floor(k / columns) * side} width={side - 1} height={side - 1} fill={phaseColours[phase]} />
      })}
    </svg>
  )
}

/** Directions at equal angles: how many share the plane. */
function Stars({ counts }: { counts: readonly number[] }) {
  const r = HEIGHT / 2 - 4
  return (
    <svg class="picture" viewBox={`0 0 ${counts.length * (HEIGHT + 10)} ${HEIGHT}`} height={HEIGHT} aria-hidden="true">
      {counts.map((count, k) => {
        const cx = k * (HEIGHT + 10) + HEIGHT / 2, cy = HEIGHT / 2
        // Two features take an axis each; more stand at equal angles.
        const angles = Array.from({ length: count }, (_, f) => (count === 2 ? f * Math.PI / 2 : 2 * Math.PI * f / count) - Math.PI / 2)
        return (
          <g key={count}>
            <circle cx={cx} cy={cy} r={r} fill="none" stroke="var(--rule-strong)" stroke-dasharray="2 3" />
            {angles.map((angle) => (
              <g key={angle} stroke={shapeColours[0]} fill={shapeColours[0]}>
                <line x1={cx} y1={cy} x2={cx + r * Math.cos(angle)} y2={cy + r * Math.sin(angle)} stroke-width="2" />
                <circle cx={cx + r * Math.cos(angle)} cy={cy + r * Math.sin(angle)} r="3" stroke="none" />
              </g>
            ))}
          </g>
        )
      })}
    </svg>
  )
}

/** Samples of the data, a row each, ever sparser; and how few dimensions they must pass. */
function Data({ n, width, sparsities }: { n: number; width: number; sparsities: readonly number[] }) {
  const shown = [...new Set([0, 0.5, 1].map((at) => [...sparsities].sort((a, b) => a - b)[Math.round(at * (sparsities.length - 1))]))]
  const features = Math.min(n, 9), samples = 9, side = HEIGHT / samples, block = features * side + 12
  return (
    <svg class="picture" viewBox={`0 0 ${shown.length * block + 66} ${HEIGHT}`} height={HEIGHT} aria-hidden="true">
      {shown.map((sparsity, k) => Array.from({ length: features * samples }, (_, at) => {
        const draw = (at * 0.6180339887 + k * 0.37) % 1 // evenly spread, so that the share of filled squares is the density
        return <rect key={`${k} ${at}`} x={k * block + (at % features) * side} y={Math.floor(at / features) * side} width={side - 1.5} height={side - 1.5} rx="1"
          fill={draw < 1 - sparsity ? shapeColours[0] : 'var(--rule)'} fill-opacity={draw < 1 - sparsity ? 0.35 + 0.65 * ((at * 0.7548776662) % 1) : 1} />
      }))}
      <path d={`M${shown.length * block + 4} 4 L${shown.length * block + 24} ${HEIGHT / 2} L${shown.length * block + 4} ${HEIGHT - 4} M${shown.length * block + 60} 4 L${shown.length * block + 40} ${HEIGHT / 2} L${shown.length * block + 60} ${HEIGHT - 4}`} fill="none" stroke="var(--rule-strong)" />
      <line x1={shown.length * block + 32} x2={shown.length * block + 32} y1={HEIGHT / 2 - Math.max(3, (HEIGHT / 2) * width / Math.max(n, width))} y2={HEIGHT / 2 + Math.max(3, (HEIGHT / 2) * width / Math.max(n, width))} stroke={shapeColours[0]} stroke-width="7" />
    </svg>
  )
}
