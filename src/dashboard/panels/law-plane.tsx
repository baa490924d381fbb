/** The plane of laws beside a verdict, in lines and dots alone: s across, g up. The chart of the same name, under Compare shapes, has its numbers and how to read it. */
import { clamped, lawsOnPlane, type Place, predictions, wide, withoutG, withoutS } from '../charts/plane-of-laws'
import { shapeColours } from '../charts/palette'
import type { SweepResults } from '../charts/sweep-results'

const width = 640, height = 320, left = 72, right = 14, top = 26, bottom = 44 // units of the drawing

const x = (s: number): number => left + (width - left - right) * (s - wide.s[0]) / (wide.s[1] - wide.s[0])
const y = (g: number): number => top + (height - top - bottom) * (wide.g[1] - g) / (wide.g[1] - wide.g[0])

const ticks = {
  s: [[withoutS, 's unknown'], [-0.5, '−½'], [0, '0'], [0.5, '½'], [1, '1']],
  g: [[withoutG, 'unknown'], [0, '0'], [0.5, '½'], [1, '1']],
} as const

export function LawPlane({ results }: { results: SweepResults }) {
  const laws = lawsOnPlane(results.summary)
  if (laws === null) return null
  const { own, recorded, region, describe } = laws
  return (
    <figure class="law-plane" aria-labelledby="law-plane-title">
      <figcaption><h3 id="law-plane-title">Which law: what binds, and does sparsity set the degree?</h3></figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={describe} font-size="12.5" fill="var(--ink-soft)">
        <g stroke="var(--rule-strong)" stroke-dasharray="2 4">
          <line x1={x(0)} x2={x(0)} y1={top} y2={height - bottom} />
          <line x1={left} x2={width - right} y1={y(0)} y2={y(0)} />
        </g>
        {ticks.s.map(([at, text]) => <text key={text} x={x(at)} y={height - bottom + 16} text-anchor="middle">{text}</text>)}
        {ticks.g.map(([at, text]) => <text key={text} x={left - 8} y={y(at) + 4} text-anchor="end">{text}</text>)}
        <text x={(left + width - right) / 2} y={height - 6} text-anchor="middle">exponent of depth at equal size, s</text>
        <text x={8} y={top - 12}>grip of sparsity, g</text>
        <text x={x(0) + 5} y={top + 8}>equal size, equal features: s = 0</text>
        {predictions.map(({ s, g, short }) => (
          <g key={short}>
            <path d={`M${x(s)} ${y(g) - 8} l8 8 l-8 8 l-8 -8 z`} fill="none" stroke="var(--ink-faint)" stroke-width="1.8" />
            <text x={x(s)} y={y(g) - 14} text-anchor="middle">{short}</text>
          </g>
        ))}
        {region.length > 0 && <path d={`M${region.map(([s, g]) => `${x(s).toFixed(1)} ${y(g).toFixed(1)}`).join('L')}z`} fill={shapeColours[0]} fill-opacity="0.15" stroke={shapeColours[0]} />}
        {recorded.map((place, at) => <Law key={at} place={place} colour={shapeColours[1]} />)}
        {own.map((place, at) => <Law key={at} place={place} colour={shapeColours[0]} />)}
      </svg>
      <p class="small soft">
        <span style={{ color: shapeColours[0] }}>●</span> this sweep, <span style={{ color: shapeColours[1] }}>■</span> laws recorded by the lab, ◇ predicted. Bars are 95% intervals. The numbers are under Compare shapes.
      </p>
    </figure>
  )
}

function Law({ place, colour }: { place: Place; colour: string }) {
  const s = clamped(place.s, wide.s, withoutS), g = clamped(place.g, wide.g, withoutG)
  const cx = x(s.value), cy = y(g.value)
  return (
    <g stroke={colour} stroke-width="1.8">
      <title>{place.name}</title>
      {s.interval !== null && <line x1={x(s.interval.low)} x2={x(s.interval.high)} y1={cy} y2={cy} />}
      {g.interval !== null && <line x1={cx} x2={cx} y1={y(g.interval.low)} y2={y(g.interval.high)} />}
      {place.isOwn ? <circle cx={cx} cy={cy} r="6" fill={colour} /> : <rect x={cx - 5} y={cy - 5} width="10" height="10" fill={colour} />}
    </g>
  )
}
