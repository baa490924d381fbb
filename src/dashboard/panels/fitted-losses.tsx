/** Residuals of the fitted law: measured over fitted loss, in percent, against the fitted loss; a dot for each row of the table. */
import { formatNumber, formatPercent } from '../../report/numbers'
import type { LossTableFit } from '../../science/conclusions/loss-table-fit'
import { shapeColours } from '../charts/palette'

const width = 640, height = 240, left = 56, bottom = 40, top = 10, right = 12 // px

export function FittedLosses({ fit: { rows, fitted, residual } }: { fit: LossTableFit }) {
  const shares = rows.map(({ loss }, row) => Math.log(loss / fitted[row]))
  const most = Math.max(2 * residual, ...shares.map(Math.abs)) * 1.08
  const low = Math.log(Math.min(...fitted)), high = Math.log(Math.max(...fitted)), room = 0.04 * (high - low) + 1e-3
  const x = (loss: number): number => left + (width - left - right) * (Math.log(loss) - low + room) / (high - low + 2 * room)
  const y = (share: number): number => top + (height - top - bottom) * (most - share) / (2 * most)
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => Math.exp(low + part * (high - low)))
  const worst = shares.reduce((at, share, row) => (Math.abs(share) > Math.abs(shares[at]) ? row : at), 0)
  const said = `Residuals of ${rows.length} rows: ${formatPercent(residual, 2)} root mean square, at most ${formatPercent(Math.abs(shares[worst]), 2)}, at width ${rows[worst].width}, depth ${rows[worst].depth}, ${formatNumber(rows[worst].tokens)} tokens.`
  return (
    <figure class="figure figure-wide" aria-labelledby="fitted-losses-title">
      <figcaption class="figure-head"><h4 id="fitted-losses-title">How well the law holds: measured over fitted loss</h4></figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} style={{ width: '100%', maxWidth: `${1.4 * width}px`, height: 'auto' }} role="img" aria-label={said} font-size="12" fill="var(--ink-soft)">
        {[-1, 0, 1].map((sign) => {
          const share = sign * most / 1.08
          return (
            <g key={sign}>
              <line x1={left} x2={width - right} y1={y(share)} y2={y(share)} stroke="var(--rule-strong)" stroke-dasharray={sign === 0 ? undefined : '2 4'} />
              <text x={left - 6} y={y(share) + 4} text-anchor="end">{formatPercent(share, 1)}</text>
            </g>
          )
        })}
        {ticks.map((loss) => <text key={loss} x={x(loss)} y={height - bottom + 18} text-anchor="middle">{formatNumber(loss, 3)}</text>)}
        <text x={(left + width) / 2} y={height - 4} text-anchor="middle">fitted loss</text>
        {shares.map((share, row) => (
          <circle key={row} cx={x(fitted[row])} cy={y(share)} r="3.5" fill={shapeColours[0]} fill-opacity="0.7">
            <title>{`width ${rows[row].width}, depth ${rows[row].depth}, ${formatNumber(rows[row].tokens)} tokens: ${formatNumber(rows[row].loss)}, fitted ${formatNumber(fitted[row])}`}</title>
          </circle>
        ))}
      </svg>
      <p class="figure-describe">{said}</p>
    </figure>
  )
}
