/** Figures under the questions that they answer, made one by one whenever the page has nothing else to do. */
import { useComputed } from '@preact/signals'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Chart, Figure, Room } from '../charts/figure'
import type { ChartGroup } from '../charts/registry'
import type { SweepResults } from '../charts/sweep-results'
import { fileStem } from '../download'
import { whenIdle } from '../idle-queue'
import type { Laboratory } from '../state/laboratory'
import { FigureHost } from './figure-host'
import { useRoom } from './room'

export function Figures({ lab, results, groups, title, label }: {
  lab: Pick<Laboratory, 'theme' | 'look'>; results: SweepResults; groups: readonly ChartGroup[]
  /** Of the experiment: saved pictures are named after it. */
  title: string
  label: string
}) {
  const charts = useMemo(() => groups.flatMap((group) => group.charts), [groups])
  const { drawn, isComplete } = useFigures(charts, results, useRoom())
  const dark = lab.theme.isDark.value
  const enlarged = useComputed(() => lab.look.current.value.chart)
  const enlarging = { chart: enlarged.value, enlarge: (id: string | null) => lab.look.change({ chart: id }) }
  return (
    <div class="figure-groups" role="group" aria-label={label} aria-busy={!isComplete}>
      {isComplete && drawn.length === 0 && <p class="soft">These runs have nothing for this part to show.</p>}
      {groups.map((group) => {
        const own = drawn.filter(({ chart }) => group.charts.includes(chart))
        return own.length === 0 ? null : (
          <section key={group.title} class="figure-group">
            <h2 class="group-title">{group.title}</h2>
            {group.purpose !== '' && <p class="soft small">{group.purpose}</p>}
            <div class="figures">
              {own.map(({ chart, figure }) => <FigureHost key={chart.id} chart={chart} figure={figure} dark={dark} stem={fileStem(title)} enlarging={enlarging} />)}
            </div>
          </section>
        )
      })}
    </div>
  )
}

interface Drawn { readonly chart: Chart; readonly figure: Figure }

/** Every chart that has something to show of these results. */
function useFigures(charts: readonly Chart[], results: SweepResults, room: Room): { readonly drawn: readonly Drawn[]; readonly isComplete: boolean } {
  const [drawn, setDrawn] = useState<readonly Drawn[]>([])
  const [complete, setComplete] = useState<SweepResults | null>(null)
  useEffect(() => {
    let takeBack = (): void => undefined
    const draw = (next: number, before: readonly Drawn[]): void => {
      if (next === charts.length) return
      takeBack = whenIdle(() => {
        const chart = charts[next]
        const figure = chart.draw(results, room)
        const now = figure === null ? before : [...before, { chart, figure }]
        // Until all are made anew, those of the earlier results stay.
        if (figure !== null) setDrawn((shown) => [...now, ...shown.filter((other) => !now.some(({ chart: { id } }) => id === other.chart.id))])
        if (next + 1 === charts.length) {
          setDrawn(now)
          setComplete(results)
        }
        draw(next + 1, now)
      })
    }
    draw(0, [])
    return () => takeBack()
  }, [charts, results, room])
  return { drawn, isComplete: complete === results }
}
