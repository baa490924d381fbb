/**
 * Every run with its status and numbers: sortable, filterable; the best loss of each shape and setting is marked. Pinned rows stand
 * first whatever the order and the filter, and are those that other parts of the page look at. A run may be stopped alone.
 * There may be thousands: only rows near the screen are made (row-block.tsx), and none while the table is closed.
 */
import { useSignal } from '@preact/signals'
import { Component } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { isEnded } from '../../runner/keeping/results-store'
import type { RunRecord, RunStatus } from '../../runner/keeping/run-record'
import type { RunSpec } from '../../science/training/run-spec'
import { frequencyParameter, importanceParameter, settingOf, varying } from '../../science/tasks/setting'
import { type MetricName, metricTraits } from '../../science/metrics/metric-traits'
import type { Spread } from '../../science/statistics/spread'
import { shapeColour } from '../charts/palette'
import { shapeIndex, shapeKey, shapesOfRuns } from '../charts/sweep-results'
import { saveWeights } from '../save-weights'
import type { Laboratory } from '../state/laboratory'
import { groupsOfSeeds, peersOf, spreadOver } from '../state/run-groups'
import { parseRunQuery } from '../state/run-query'
import type { SweepSession } from '../state/sweeps'
import { formatShape } from '../../report/labels'
import { formatInteger, formatNumber } from '../../report/numbers'
import { followView } from './follow-view'
import { blockRows, RowBlock } from './row-block'

type Column = 'run' | 'shape' | Swept['id'] | 'rate' | 'seed' | 'status' | 'loss' | 'count' | 'speed' | MetricName
interface Shown { readonly id: Column; readonly title: string; readonly of: (run: RunRecord) => number | string | null }
const tableMilliseconds = 250 // the table follows a running sweep four times a second
const mostRows = 60 // until asked for all
const rowHeight = 36 // px, as page.css has it

export function RunTable({ lab, session, primaryCount }: { lab: Pick<Laboratory, 'announce' | 'look' | 'retryRun' | 'sweeps'>; session: SweepSession; primaryCount: string }) {
  const [isOpen, setOpen] = useState(session.onDesk.plan.runs.length <= 24)
  const runs = useSlowRuns(session, isOpen)
  const sort = useSignal<{ column: Column; descending: boolean }>({ column: 'run', descending: false })
  const filter = useSignal('')
  const all = useSignal(false), grouped = useSignal(false)
  const added = useSignal<readonly MetricName[]>([])
  const shapes = useMemo(() => shapesOfRuns(session.onDesk.plan.runs), [session])
  const places = useMemo(() => new Map(shapes.map((shape, at) => [shapeKey(shape), at])), [shapes])
  const swept = useMemo(() => sweptOf(session.onDesk.plan.runs), [session])
  const best = useMemo(() => (isOpen ? bestLosses(runs) : new Map<string, RunRecord>()), [runs, isOpen])

  const scalars = useMemo(() => metricNames(runs), [runs])
  const columns: readonly Shown[] = [
    { id: 'run', title: 'run', of: (run) => run.index },
    { id: 'shape', title: 'shape', of: (run) => places.get(shapeKey(run.spec.shape)) ?? null },
    ...swept.map(({ id, title, of }) => ({ id, title, of: (run: RunRecord) => of(run.spec) })),
    { id: 'rate', title: 'learning rate', of: (run) => run.spec.training.learningRate },
    { id: 'seed', title: 'seed', of: (run) => run.spec.seeds.init },
    { id: 'status', title: 'status', of: (run) => describeStatus(run.status, run.spec.training.steps) },
    { id: 'loss', title: 'loss', of: lastLoss },
    { id: 'count', title: 'features', of: (run) => run.metrics?.scalars[primaryCount] ?? null },
    { id: 'speed', title: 'steps/s', of: (run) => run.stepsPerSecond },
    ...added.value.map((name): Shown => ({ id: name, title: metricTraits[name].title, of: (run) => run.metrics?.scalars[name] ?? null })),
  ]
  const query = useMemo(() => parseRunQuery(filter.value), [filter.value])
  const matching = useMemo(() => runs.filter(query.matches), [runs, query])
  const key = columns.find(({ id }) => id === sort.value.column) ?? columns[0]
  const sorted = useMemo(() => sortedBy(key.of, matching, sort.value.descending), [matching, key.id, sort.value.descending])
  const pinned = lab.look.current.value.runs
  const isPinned = ({ id }: RunRecord): boolean => pinned.includes(id)
  const shown = [...runs.filter(isPinned), ...(all.value ? sorted : sorted.slice(0, mostRows)).filter((run) => !isPinned(run))]
  const blocks = Array.from({ length: Math.ceil(shown.length / blockRows) }, (_, block) => shown.slice(block * blockRows, (block + 1) * blockRows))
  const isActive = lab.sweeps.active.value === session

  return (
    <details class="run-table" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>All {formatInteger(runs.length)} runs</summary>
      {isOpen && <>
        <div class="table-tools small">
          <label class="filter">Filter <input type="search" value={filter.value} placeholder="p=0.01 L>=4 loss<0.1 finished" aria-describedby="filter-problems" onInput={(event) => { filter.value = event.currentTarget.value }} /></label>
          <label><input type="checkbox" checked={grouped.value} onChange={(event) => { grouped.value = event.currentTarget.checked }} /> Seeds together</label>
          {!grouped.value && scalars.length > 0 && (
            <label>Columns <select value="" onChange={({ currentTarget }) => {
              const name = currentTarget.value as MetricName
              added.value = added.value.includes(name) ? added.value.filter((other) => other !== name) : [...added.value, name]
              currentTarget.value = ''
            }}>
              <option value="">add or remove…</option>
              {scalars.map((name) => <option key={name} value={name}>{added.value.includes(name) ? '✓ ' : ''}{metricTraits[name].title}</option>)}
            </select></label>
          )}
        </div>
        <div id="filter-problems" role="status" class="small bad-text">{query.problems.map((problem) => <p key={problem}>{problem}.</p>)}</div>
        {runs.length > 0 && matching.length === 0 && <p class="soft">No run matches this filter. <button type="button" class="small" onClick={() => { filter.value = '' }}>Show all runs</button></p>}
        {grouped.value ? <GroupTable runs={matching} columns={columns} /> : <div class="table-scroll" tabIndex={0} role="region" aria-label="runs">
          <table aria-rowcount={shown.length + 1}>
            <caption class="visually-hidden">Runs; {shown.length} of {runs.length} shown</caption>
            <thead>
              <tr aria-rowindex={1}>{columns.map(({ id, title }) => (
                <th key={id} scope="col" aria-sort={sort.value.column === id ? (sort.value.descending ? 'descending' : 'ascending') : 'none'}>
                  <button type="button" class="sort" onClick={() => { sort.value = { column: id, descending: sort.value.column === id && !sort.value.descending } }}>
                    {title}<span aria-hidden="true">{sort.value.column === id ? (sort.value.descending ? ' ↓' : ' ↑') : ''}</span>
                  </button>
                </th>
              ))}</tr>
            </thead>
            {blocks.map((rows, block) => (
              <RowBlock key={block} rows={rows} rowHeight={rowHeight} always={block === 0} row={(run, at) => (
                <RunRow key={run.id} lab={lab} session={session} run={run} place={block * blockRows + at} shape={shapeIndex({ shapes }, run.spec.shape)} swept={swept}
                  primaryCount={primaryCount} added={added.value} isBest={best.get(peersOf(run)) === run} isPinned={isPinned(run)} isActive={isActive} />
              )} />
            ))}
          </table>
        </div>}
        {!grouped.value && sorted.length > mostRows && <button type="button" class="small" onClick={() => { all.value = !all.value }}>{all.value ? 'Show fewer' : `Show all ${formatInteger(sorted.length)}`}</button>}
      </>}
    </details>
  )
}

interface RowProps {
  readonly lab: Pick<Laboratory, 'announce' | 'look' | 'retryRun' | 'sweeps'>; readonly session: SweepSession; readonly run: RunRecord; readonly swept: readonly Swept[]; readonly primaryCount: string; readonly added: readonly MetricName[]
  /** In the table, from 0; of its shape among the sweep's. */
  readonly place: number; readonly shape: number
  readonly isBest: boolean; readonly isPinned: boolean; readonly isActive: boolean
}

/** A row is made again when something of it has changed: records are immutable, and those of other runs are no part of it. */
class RunRow extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return (Object.keys(next) as (keyof RowProps)[]).some((name) => next[name] !== this.props[name])
  }

  render({ lab, session, run, place, shape, swept, primaryCount, added, isBest, isPinned, isActive }: RowProps) {
    const short = run.id.slice(0, 6)
    return (
      <tr aria-rowindex={place + 2} class={`run-${run.status.kind}${isPinned ? ' run-pinned' : ''}`}>
        <td class="run-name">
          <button type="button" class="row-action pin" aria-pressed={isPinned} aria-label={`pin run ${short}`} title="Pinned runs stand first and are looked at under “Features”; at most four"
            onClick={() => lab.look.toggleRun(run.id)}>{isPinned ? '◆' : '◇'}</button>
          <code title={run.id}>{short}</code>
          {run.parameters !== null && (
            <button type="button" class="row-action" aria-label={`save the weights of run ${short}`} title="Save its weights, safetensors"
              onClick={() => void saveWeights(lab, session, [run], `run-${run.id.slice(0, 8)}-weights`)}>↓</button>
          )}
        </td>
        <td><span class="dot" style={{ background: shapeColour(shape) }} />{formatShape(run.spec)}</td>
        {swept.map(({ id, of }) => <td key={id}>{formatNumber(of(run.spec), 4)}</td>)}
        <td>{run.spec.training.learningRate}</td>
        <td>{run.spec.seeds.init}</td>
        <td><span class={`status status-${run.status.kind}`} title={run.status.kind === 'failed' ? run.status.failure.message : undefined}>{describeStatus(run.status, run.spec.training.steps)}</span>
          <RunControl lab={lab} session={session} run={run} isActive={isActive} /></td>
        <td>{formatNumber(lastLoss(run))}{isBest && <span class="best" title={describeBest(swept)}> ★<span class="visually-hidden"> {describeBest(swept)}</span></span>}</td>
        <td>{formatNumber(run.metrics?.scalars[primaryCount])}</td>
        <td>{formatNumber(run.stepsPerSecond)}</td>
        {added.map((name) => <td key={name}>{formatNumber(run.metrics?.scalars[name])}</td>)}
      </tr>
    )
  }
}

/** One row per shape, setting and rate: means over seeds with their 95% intervals. */
function GroupTable({ runs, columns }: { runs: readonly RunRecord[]; columns: readonly Shown[] }) {
  const fixed = columns.filter(({ id }) => !['run', 'shape', 'seed', 'status', 'loss', 'count', 'speed'].includes(id) && !Object.hasOwn(metricTraits, id))
  const measured = columns.filter(({ id }) => id === 'loss' || id === 'count' || Object.hasOwn(metricTraits, id))
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="runs, seeds together">
      <table>
        <caption class="visually-hidden">Means over seeds with 95% intervals</caption>
        <thead><tr><th scope="col">shape</th>{fixed.map(({ id, title }) => <th key={id} scope="col">{title}</th>)}<th scope="col">finished</th>{measured.map(({ id, title }) => <th key={id} scope="col">{title}, mean [95%]</th>)}</tr></thead>
        <tbody>
          {groupsOfSeeds(runs).map((group) => (
            <tr key={group.key}>
              <td>{formatShape(group.runs[0].spec)}</td>
              {fixed.map(({ id, of }) => { const value = of(group.runs[0]); return <td key={id}>{typeof value === 'number' ? formatNumber(value, 4) : value}</td> })}
              <td>{group.finished} of {group.runs.length}</td>
              {measured.map(({ id, of }) => { const over = spreadOver(group, of); return <td key={id}>{over === null ? '–' : formatMean(over)}</td> })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** '0.123 [0.110, 0.136]'. */
const formatMean = ({ mean, interval }: Spread): string =>
  (interval === null ? formatNumber(mean) : `${formatNumber(mean)} [${formatNumber(interval.low)}, ${formatNumber(interval.high)}]`)

/** Scalars that any of these runs has, in the order of their traits. */
const metricNames = (runs: readonly RunRecord[]): readonly MetricName[] =>
  (Object.keys(metricTraits) as MetricName[]).filter((name) => metricTraits[name].axes === '' && runs.some(({ metrics }) => metrics !== null && Object.hasOwn(metrics.scalars, name)))

/** What may be done about one run: stop it, go on with it, try it again. */
function RunControl({ lab, session, run, isActive }: Pick<RowProps, 'lab' | 'session' | 'run' | 'isActive'>) {
  const action = (label: string, act: () => void) => (
    <button type="button" class="row-action" onClick={(event) => { toPin(event.currentTarget); act() }}>{label}<span class="visually-hidden"> run {run.id.slice(0, 6)}</span></button>
  )
  const { kind } = run.status
  if (isActive && !isEnded(run.status)) return action('Stop', () => session.sweep.stopRun(run.id))
  if (isActive) return kind === 'stopped' ? action('Resume', () => session.sweep.resumeRun(run.id)) : null
  return kind === 'stopped' || kind === 'failed' ? action(kind === 'stopped' ? 'Resume' : 'Try again', () => lab.retryRun(run.id)) : null
}

/** A button that goes away when it is pressed leaves the focus on its row's first one. */
function toPin(button: HTMLElement): void {
  button.closest('tr')?.querySelector<HTMLElement>('.pin')?.focus()
}

function describeStatus(status: RunStatus, steps: number): string {
  switch (status.kind) {
    case 'waiting': return 'waiting'
    case 'running': return `training, ${Math.floor((100 * status.step) / steps)}%`
    case 'finished': return 'finished'
    case 'diverged': return `diverged at step ${status.step}`
    case 'stopped': return `stopped at step ${status.step}`
    case 'failed': return 'failed'
  }
  status satisfies never
}

function lastLoss({ curve, status }: RunRecord): number | null {
  return status.kind === 'diverged' ? null : curve.loss.at(-1) ?? null
}

interface Swept { readonly id: 'sparsity' | 'importance' | 'frequency' | 'steps'; readonly title: string; readonly of: (spec: RunSpec) => number | null }

/** What the sweep varies beside shape, rate and seed: a column each. */
function sweptOf(runs: readonly { readonly spec: RunSpec }[]): readonly Swept[] {
  const varies = varying(runs.map(({ spec }) => settingOf(spec.task)))
  const all: readonly (Swept & { readonly isSwept: boolean })[] = [
    { id: 'sparsity', title: 'sparsity S', of: ({ task }) => settingOf(task).sparsity, isSwept: varies.sparsity },
    { id: 'importance', title: 'importance', of: ({ task }) => importanceParameter(settingOf(task).importance), isSwept: varies.importance },
    { id: 'frequency', title: 'frequency', of: ({ task }) => frequencyParameter(settingOf(task).frequency), isSwept: varies.frequency },
    { id: 'steps', title: 'steps', of: ({ training }) => training.steps, isSwept: new Set(runs.map(({ spec }) => spec.training.steps)).size > 1 },
  ]
  return all.filter(({ isSwept }) => isSwept)
}

const describeBest = (swept: readonly Swept[]): string => `least loss of its shape${swept.length > 0 ? ' and setting' : ''}`

function bestLosses(runs: readonly RunRecord[]): ReadonlyMap<string, RunRecord> {
  const best = new Map<string, RunRecord>()
  for (const run of runs) {
    if (run.status.kind !== 'finished') continue
    const key = peersOf(run)
    const before = best.get(key)
    if (before === undefined || (lastLoss(run) ?? Infinity) < (lastLoss(before) ?? Infinity)) best.set(key, run)
  }
  return best
}

/** What is compared is made once for each run: of 5,000 there are 60,000 comparisons. */
function sortedBy(of: Shown['of'], runs: readonly RunRecord[], descending: boolean): readonly RunRecord[] {
  const keyed = runs.map((run) => ({ run, key: of(run) })), sign = descending ? -1 : 1
  return keyed.sort((a, b) => sign * compare(a.key, b.key)).map(({ run }) => run)
}

const { compare: compareTexts } = new Intl.Collator('en')

function compare(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b))
}

/** The runs, at most four times a second while somebody follows them: a long table is not laid out every frame. */
function useSlowRuns(session: SweepSession, follows: boolean): readonly RunRecord[] {
  const [runs, setRuns] = useState(session.view.peek().runs)
  useEffect(() => {
    if (!follows) return
    const show = (): void => setRuns(session.view.peek().runs)
    show()
    return followView(session, tableMilliseconds, show, 'at once')
  }, [session, follows])
  return runs
}
