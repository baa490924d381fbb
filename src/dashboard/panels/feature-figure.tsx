import { useEffect, useRef, useState } from 'preact/hooks'
import type { Figure } from '../charts/figure'
import type { FeatureChart, FeatureLook } from '../charts/portrait'
import { fileStem } from '../download'
import { whenIdle } from '../idle-queue'
import { FigureHost } from './figure-host'
import { useRoom } from './room'

/** One chart of the feature view. It is made when the page has nothing else to do, from what is looked at then. */
export function FeatureFigure({ chart, look, title, dark, enlarging, choose, pick }: {
  chart: FeatureChart; look: FeatureLook; title: string; dark: boolean
  enlarging: Parameters<typeof FigureHost>[0]['enlarging']
  choose: (feature: number | null) => void
  pick: (choice: string) => void
}) {
  const room = useRoom()
  const latest = useRef({ look, room })
  latest.current = { look, room }
  const [figure, setFigure] = useState<Figure | null>(null)
  const waiting = useRef<(() => void) | null>(null)
  useEffect(() => {
    waiting.current ??= whenIdle(() => {
      waiting.current = null
      setFigure(chart.draw(latest.current.look, latest.current.room))
    })
  }, [chart, look.portraits, look.feature, look.choice, room])
  useEffect(() => () => waiting.current?.(), [])
  if (figure === null) return null
  const choices = chart.choices?.(look) ?? null
  return (
    <div class="figure-wide feature-figure">
      {choices !== null && (
        <label class="small figure-choice">{choices.label}
          <select value={look.choice ?? choices.options[0].id} onChange={(event) => pick(event.currentTarget.value)}>
            {choices.options.map(({ id, title: name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </label>
      )}
      <FigureHost chart={chart} figure={figure} dark={dark} stem={fileStem(title)} enlarging={enlarging} choosing={{ feature: look.feature, choose }} />
    </div>
  )
}
