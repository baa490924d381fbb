import { useEffect, useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { describeAllowed, type Field, type ShapeColumn } from '../../experiment/field'
import type { Problem } from '../../experiment/problem'
import { readNumbers, typedNumber, typedNumbers } from '../state/spacing'
import { formatNumber } from '../../report/numbers'

interface Properties {
  readonly field: Field
  readonly value: unknown
  readonly problems: readonly Problem[]
  readonly onInput: (value: unknown) => void
  readonly onCommit: () => void
}

export function FieldInput(properties: Properties) {
  const { field, problems, value, onInput, onCommit } = properties
  const id = `field-${field.path.replaceAll('.', '-')}`
  const described = `${id}-help${problems.length > 0 ? ` ${id}-problems` : ''}`
  const common = { id, 'aria-describedby': described, 'aria-invalid': problems.length > 0 }
  const change = (next: unknown): void => { onInput(next); onCommit() }
  switch (field.kind) {
    case 'choice':
      return (
        <Labelled {...properties} id={id}>
          <select {...common} value={String(value)} onChange={(event) => change(event.currentTarget.value)}>
            {field.options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
          </select>
        </Labelled>
      )
    case 'flag':
      return (
        <Labelled {...properties} id={id}>
          <span class="check"><input {...common} type="checkbox" checked={value === true} onChange={(event) => change(event.currentTarget.checked)} /> <span aria-hidden="true">{value === true ? 'yes' : 'no'}</span></span>
        </Labelled>
      )
    case 'text':
      return <Labelled {...properties} id={id}><TextBox {...properties} common={common} show={String} read={(text) => text} /></Labelled>
    case 'number':
      return <Labelled {...properties} id={id}><TextBox {...properties} common={common} numeric show={String} read={typedNumber} /></Labelled>
    case 'numbers':
      return <Labelled {...properties} id={id}><NumbersBox {...properties} common={common} /></Labelled>
    case 'shapes':
      return <Labelled {...properties} id={id} wide><ShapesTable {...properties} describedBy={described} /></Labelled>
  }
  field satisfies never
}

/** One value of a field whose single value stands without a list; else the list. */
const listOrBare = (field: Field, values: readonly unknown[]): unknown =>
  field.kind === 'numbers' && field.bare && values.length === 1 ? values[0] : values
const showList = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value ?? ''))

function Labelled({ field, problems, id, wide, children }: Properties & { id: string; wide?: boolean; children: ComponentChildren }) {
  const unit = 'unit' in field && field.unit !== '' ? field.unit : null
  return (
    <div class={`field${wide || field.kind === 'text' ? ' field-wide' : ''}${problems.length > 0 ? ' field-bad' : ''}`}>
      <div class="field-label">
        {field.kind === 'shapes' ? <span id={id}>{field.label}</span> : <label for={id}>{field.label}</label>}
        {unit !== null && <span class="faint small"> {unit}</span>}
        {(field.kind === 'numbers' || field.kind === 'shapes') && <span class="swept-mark" title="takes several values, which are swept">list</span>}
      </div>
      {children}
      {problems.length > 0 && (
        <ul class="field-problems" id={`${id}-problems`}>
          {problems.map(({ path, received, allowed, reason }, at) => (
            <li key={at}>
              {path === field.path ? '' : <><code>{path.slice(field.path.length)}</code> </>}
              received {received}; allowed is {allowed}{reason === undefined ? '' : ` (${reason})`}
            </li>
          ))}
        </ul>
      )}
      <p class="field-help" id={`${id}-help`}>{field.help}{problems.length === 0 && field.kind !== 'choice' && field.kind !== 'flag' && <span class="visually-hidden"> Allowed: {describeAllowed(field)}.</span>}</p>
    </div>
  )
}

/** Keeps the text as it is typed; follows the experiment when that changes from elsewhere. */
function TextBox({ value, common, numeric = false, show, read, onText, onInput, onCommit }: Properties & {
  common: object; numeric?: boolean; show: (value: unknown) => string; read: (text: string) => unknown; onText?: (text: string) => void
}) {
  const [text, setText] = useState(show(value ?? ''))
  useEffect(() => {
    if (JSON.stringify(read(text)) !== JSON.stringify(value)) setText(show(value ?? ''))
  }, [JSON.stringify(value)])
  return (
    <input {...common} type="text" value={text} autocomplete="off" spellcheck={false} inputMode={numeric ? 'text' : undefined}
      onInput={(event) => { setText(event.currentTarget.value); onText?.(event.currentTarget.value); onInput(read(event.currentTarget.value)) }}
      onChange={onCommit} />
  )
}

/** A list, and under it what a spacing makes of itself. */
function NumbersBox(properties: Properties & { common: object }) {
  const [typed, setTyped] = useState('')
  const { isSpaced, trouble, values } = readNumbers(typed)
  return (
    <>
      <TextBox {...properties} numeric show={showList} read={(text) => listOrBare(properties.field, typedNumbers(text))} onText={setTyped} />
      <p class="spaced small" role="status">
        {trouble !== null ? <span class="bad-text">{trouble}</span> : isSpaced ? `${values.length} values: ${(values as number[]).map((value) => formatNumber(value, 4)).join(', ')}` : ''}
      </p>
    </>
  )
}

const shapeColumns: readonly (readonly [ShapeColumn, string])[] = [['width', 'd, width'], ['depth', 'L, depth'], ['neurons', 'm, neurons per layer']]

function ShapesTable({ value, problems, onInput, onCommit, describedBy }: Properties & { describedBy: string }) {
  const shapes = Array.isArray(value) ? value as readonly Record<ShapeColumn, unknown>[] : []
  const change = (next: readonly Record<ShapeColumn, unknown>[]): void => { onInput(next); onCommit() }
  return (
    <div class="table-scroll" role="group" aria-describedby={describedBy}>
      <table class="shapes-table">
        <thead><tr>{shapeColumns.map(([name, label]) => <th key={name} scope="col">{label}</th>)}<th scope="col"><span class="visually-hidden">remove</span></th></tr></thead>
        <tbody>
          {shapes.map((shape, row) => (
            <tr key={row}>
              {shapeColumns.map(([name, label]) => (
                <td key={name}>
                  <input aria-label={`${label} of shape ${row + 1}`} value={String(shape[name] ?? '')} inputMode="numeric"
                    aria-invalid={problems.some(({ path }) => path === `shapes.shapes[${row}].${name}`)}
                    onInput={(event) => onInput(shapes.map((other, at) => (at === row ? { ...other, [name]: typedNumber(event.currentTarget.value) } : other)))}
                    onChange={onCommit} />
                </td>
              ))}
              <td><button type="button" class="quiet small" aria-label={`remove shape ${row + 1}`} onClick={() => change(shapes.filter((_, at) => at !== row))}>Remove</button></td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" class="small" onClick={() => change([...shapes, shapes.at(-1) ?? { width: 2, depth: 1, neurons: 2 }])}>Add a shape</button>
    </div>
  )
}
