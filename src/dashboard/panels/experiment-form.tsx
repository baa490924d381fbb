/**
 * Every field of the experiment, from the schema's own table. Typing is read at once (problems stand beside their
 * fields, cost follows); leaving a field makes a new experiment, one entry in the history, if all is well.
 */
import { useComputed } from '@preact/signals'
import { valueAt } from '../../experiment/edit'
import type { Field } from '../../experiment/field'
import type { Problem } from '../../experiment/problem'
import { fieldsOf, type Draft } from '../state/draft'
import type { Laboratory } from '../state/laboratory'
import { formatCount, formatList } from '../../report/phrases'
import { formatFlops } from '../../report/quantities'
import { FieldInput } from './field-input'
import { ProblemList } from './problem-list'

const sectionTitles: readonly (readonly [prefix: string, title: string])[] = [
  ['', 'Title and question'], ['task', 'Task and features'], ['model', 'Model'], ['shapes', 'Shapes and size'],
  ['training', 'Training'], ['seeds', 'Seeds'], ['measurement', 'Measurement'],
]

export function ExperimentForm({ lab, draft }: { lab: Pick<Laboratory, 'desk' | 'editing' | 'sweeps'>; draft: Draft }) {
  const value = draft.value.value
  const reading = draft.reading.value
  const problems = reading.ok ? [] : reading.problems
  const shown = fieldsOf(value)
  const placed = useComputed(() => new Set(fieldsOf(draft.value.value).map(({ path }) => path)))
  const unplaced = problems.filter(({ path }) => !placed.value.has(fieldPath(path, placed.value)))
  const fields = shown.filter(({ path }) => problems.some((problem) => fieldPath(problem.path, placed.value) === path)).map(({ label }) => label)
  const commit = (): void => {
    const latest = draft.reading.peek()
    if (latest.ok) lab.desk.place(latest.experiment)
  }
  const isTraining = lab.sweeps.active.value !== null
  return (
    <section class="form-panel" aria-labelledby="form-title">
      <div class="section-head">
        <h2 id="form-title">Edit the experiment</h2>
        <div class="actions">
          <button type="button" class="small" aria-disabled={!lab.desk.canUndo.value} onClick={() => lab.desk.undo()}>Undo</button>
          <button type="button" class="small" aria-disabled={!lab.desk.canRedo.value} onClick={() => lab.desk.redo()}>Redo</button>
          <button type="button" class="small" onClick={() => { lab.editing.value = false }}>Close</button>
        </div>
      </div>
      <p class="soft small">
        Every change makes a new experiment with its own link; back and forward in the browser undo and redo. Fields marked
        <span class="swept-mark">list</span> take several values, separated by commas, or a spacing: <code>0.003..0.3 log 5</code>, <code>linspace(1, 9, 3)</code>, <code>geometric(2, 3, 4)</code>; for sparsities <code>0.9..0.999 logp 5</code>, even steps in how rare features are.
      </p>
      <form onSubmit={(event) => { event.preventDefault(); commit() }} noValidate>
        {sectionTitles.map(([prefix, title]) => {
          const inSection = shown.filter(({ path }) => (prefix === '' ? !path.includes('.') : path.startsWith(`${prefix}.`)))
          return inSection.length === 0 ? null : (
            <fieldset key={prefix} class={`form-section form-${prefix || 'words'}`}>
              <legend>{title}</legend>
              <div class="form-grid">
                {inSection.map((field) => (
                  <FieldInput key={field.path} field={field} value={valueAt(reading.ok ? reading.experiment : value, field.path) ?? field.leftOutAt}
                    problems={problems.filter(({ path }) => fieldPath(path, placed.value) === field.path)}
                    onInput={(next) => draft.set(field, next)} onCommit={commit} />
                ))}
              </div>
            </fieldset>
          )
        })}
        <div class="form-foot" role="status">
          {reading.ok
            ? <p>This makes <strong>{formatCount(reading.plan.runs.length, 'run')}</strong> in {formatCount(reading.plan.groups.length, 'group')}, {formatFlops(reading.plan.flops)}.</p>
            : <p class="bad-text">Fix <strong>{formatCount(fields.length, 'field')}</strong> to continue{fields.length === 0 ? '' : `: ${formatList(fields)}`}.</p>}
          {unplaced.length > 0 && <ProblemList problems={unplaced} />}
          {isTraining && <p class="small soft">A sweep is training; the edited experiment can be put in the queue.</p>}
        </div>
      </form>
    </section>
  )
}

/** The field a problem belongs to: 'task.sparsity[1]' -> 'task.sparsity', 'shapes.shapes[0].width' -> 'shapes.shapes'. */
function fieldPath(path: Problem['path'], placed: ReadonlySet<Field['path']>): string {
  const bare = path.replace(/\[\d+\]/g, '')
  if (placed.has(bare)) return bare
  const parent = bare.replace(/\.[^.]*$/, '')
  return placed.has(parent) ? parent : bare
}
