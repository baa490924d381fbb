/** What a field of an experiment may be. `schema.ts` lists the fields; the parser and the form both read them. */

/** The choices that decide which other fields exist. */
export type KindPath = 'task.kind' | 'task.importance.kind' | 'task.sets.kind' | 'task.frequency.kind' | 'model.kind' | 'shapes.kind' | 'training.presentations.kind'

export interface NumberBounds {
  readonly min: number // allowed itself
  readonly max: number // allowed itself
  readonly integer: boolean
  readonly unit: string // as text, plural; '' for none
}

interface FieldText {
  /** Dotted path in an Experiment, without list indices: 'task.sparsity', 'model.kind'. Each stands once. */
  readonly path: string
  readonly label: string
  readonly help: string
  readonly source?: string // where the default, the bound or the idea comes from
  /** A choice that came after links had been made: at this value the experiment leaves it out, so that their ids stand. */
  readonly leftOutAt?: string
  /** The field exists only where every named kind has one of these values: { 'task.kind': ['recall'] }. */
  readonly when?: Readonly<Partial<Record<KindPath, readonly string[]>>>
}

export type ShapeColumn = 'width' | 'depth' | 'neurons'

export type Field = FieldText
  & (
    | ({ readonly kind: 'number'; readonly word?: 'full' } & NumberBounds) // `word`: allowed instead of a number
    // swept: at least one, no repeats; `bare`: one value stands without its list, as it did before it could be swept
    | ({ readonly kind: 'numbers'; readonly maxItems: number; readonly bare?: true } & NumberBounds)
    | { readonly kind: 'choice'; readonly options: readonly { readonly value: string; readonly label: string }[] }
    | { readonly kind: 'flag' }
    | { readonly kind: 'text'; readonly maxLength: number }
    | { readonly kind: 'shapes'; readonly maxItems: number; readonly columns: Readonly<Record<ShapeColumn, NumberBounds>> }
  )

export function describeNumber({ min, max, integer }: NumberBounds): string {
  return `a ${integer ? 'whole ' : ''}number from ${min} to ${max}`
}

/** What the field takes, as text: the `allowed` of its problems and the hint beside its input. */
export function describeAllowed(field: Field): string {
  switch (field.kind) {
    case 'number': return `${field.word === undefined ? '' : `'${field.word}' or `}${describeNumber(field)}`
    case 'numbers': return field.bare ? `${describeNumber(field)}, or a list of 2 to ${field.maxItems}` : `a list of 1 to ${field.maxItems}, each ${describeNumber(field)}`
    case 'choice': return `${field.options.length === 1 ? '' : 'one of '}${field.options.map(({ value }) => `'${value}'`).join(', ')}`
    case 'flag': return 'true or false'
    case 'text': return `text of at most ${field.maxLength} characters on one line`
    case 'shapes': return `a list of 1 to ${field.maxItems} shapes { width, depth, neurons }`
  }
  field satisfies never
}
