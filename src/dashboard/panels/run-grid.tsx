/** One square per run, filling while it trains; painted on canvases, for there may be thousands. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { cellLook, gridRows, importanceKey, type GridRow } from '../charts/run-grid'
import { phaseColours } from '../charts/palette'
import { isEnded } from '../../runner/keeping/results-store'
import type { RunRecord } from '../../runner/keeping/run-record'
import { hasDepth } from '../../science/models/model'
import type { Laboratory } from '../state/laboratory'
import type { SweepSession } from '../state/sweeps'
import { followView } from './follow-view'

const paintMilliseconds = 250
const GAP = 2, SETTING_GAP = 6 // px
const mostRows = 48

export function RunGrid({ lab, session }: { lab: Pick<Laboratory, 'theme'>; session: SweepSession }) {
  const dark = lab.theme.isDark.value
  const host = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => gridRows(session.onDesk.plan.runs).slice(0, mostRows), [session])
  const byPhase = useMemo(() => new Set(session.onDesk.plan.runs.map(importanceKey)).size > 2 && !hasDepth(session.onDesk.experiment.model) && session.onDesk.shapes.length === 1, [session])
  const [ended, setEnded] = useState<readonly number[]>([])

  useEffect(() => {
    const canvases = [...host.current?.querySelectorAll('canvas') ?? []]
    const frame = getComputedStyle(canvases[0]).color
    const sizes = new Map<Element, DOMRectReadOnly>() // as laid out; to ask for them while painting would lay the page out again
    let painted: readonly RunRecord[] = []
    const paint = (): void => {
      const { runs } = session.view.peek()
      rows.forEach((row, at) => {
        const size = sizes.get(canvases[at])
        if (size !== undefined && row.cells.some(({ run }) => runs[run] !== painted[run])) paintRow(canvases[at], size, frame, row, runs, byPhase)
      })
      painted = runs
      const now = rows.map(({ cells }) => cells.filter(({ run }) => isEnded(runs[run].status)).length)
      setEnded((before) => (before.length === now.length && before.every((value, at) => value === now[at]) ? before : now))
    }
    const resize = new ResizeObserver((entries) => { // and once at the start
      entries.forEach(({ target, contentRect }) => sizes.set(target, contentRect))
      painted = []
      paint()
    })
    canvases.forEach((canvas) => resize.observe(canvas))
    const leave = followView(session, paintMilliseconds, paint)
    return () => { leave(); resize.disconnect() }
  }, [session, rows, byPhase, dark])

  return (
    <section class="run-grid" aria-labelledby="grid-title">
      <h3 id="grid-title">Every run</h3>
      <div ref={host} class="run-grid-rows">
        {rows.map(({ label, cells }, at) => (
          <div key={label} class="run-grid-row">
            <span class="run-grid-label">{label}</span>
            <canvas role="img" aria-label={`${label}: ${ended[at] ?? 0} of ${cells.length} runs have ended`} onMouseMove={(event) => point(event, cells, session.view.peek().runs, byPhase)} />
            <span class="faint numeric">{ended[at] ?? 0}/{cells.length}</span>
          </div>
        ))}
      </div>
      <p class="small soft">
        {byPhase
          ? <>A square is a run, coloured by what becomes of the last feature: {(['dropped', 'alone', 'shared'] as const).map((phase) => <span key={phase} class="phase-key"><span class="dot" style={{ background: phaseColours[phase] }} />{{ dropped: 'left out', alone: 'alone in its dimension', shared: 'in superposition' }[phase]}</span>)}</>
          : 'A square is a run; the darker, the more of its features it has learned. Red: diverged (NaN).'}
      </p>
    </section>
  )
}

/** Left edge of each square, and its side. */
function placesOf({ cells }: GridRow, width: number): { readonly side: number; readonly left: readonly number[] } {
  const gaps = cells.filter(({ isFirstOfSetting }) => isFirstOfSetting).length
  const side = Math.max(2, Math.min(20, Math.floor((width - gaps * SETTING_GAP) / cells.length - GAP)))
  let x = 0
  return { side, left: cells.map(({ isFirstOfSetting }, at) => { if (at > 0) x += side + GAP + (isFirstOfSetting ? SETTING_GAP : 0); return x }) }
}

/** @param size CSS pixels  @param frame the colour of the squares' frames */
function paintRow(canvas: HTMLCanvasElement, { width, height }: DOMRectReadOnly, frame: string, row: GridRow, runs: readonly RunRecord[], byPhase: boolean): void {
  const scale = devicePixelRatio
  if (width === 0) return
  if (canvas.width !== Math.round(width * scale)) { canvas.width = Math.round(width * scale); canvas.height = Math.round(height * scale) }
  const pen = canvas.getContext('2d')
  if (pen === null) return
  pen.setTransform(scale, 0, 0, scale, 0, 0)
  pen.clearRect(0, 0, width, height)
  const { side, left } = placesOf(row, width), top = (height - side) / 2
  row.cells.forEach(({ run }, at) => {
    const { colour, filled } = cellLook(runs[run], byPhase)
    if (colour !== null) { pen.fillStyle = colour; pen.fillRect(left[at], top + side * (1 - filled), side, side * filled) }
    if (filled < 1 && side > 3) { pen.strokeStyle = frame; pen.lineWidth = 1; pen.strokeRect(left[at] + 0.5, top + 0.5, side - 1, side - 1) }
  })
}

function point({ currentTarget, offsetX }: MouseEvent, cells: GridRow['cells'], runs: readonly RunRecord[], byPhase: boolean): void {
  const canvas = currentTarget as HTMLCanvasElement
  const { side, left } = placesOf({ label: '', cells }, canvas.clientWidth)
  const at = left.findIndex((x) => offsetX >= x && offsetX <= x + side)
  const cell = at < 0 ? undefined : cells[at]
  const run = cell === undefined ? undefined : runs[cell.run]
  canvas.title = run === undefined ? '' : `run ${run.id.slice(0, 6)}, seed ${run.spec.seeds.init}, rate ${run.spec.training.learningRate}: ${cellLook(run, byPhase).word}`
}
