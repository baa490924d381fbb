/**
 * The schema of experiments, version 1, as data: one table of fields with bounds, units and words drives the
 * parser (`parse.ts`) and the form. Signatures first; the table follows.
 */
export const schemaVersion = 1

interface FieldWords {
  /** Dotted path in an Experiment, without list indices: 'task.sparsity', 'model.kind'. */
  readonly path: string
  readonly label: string
  readonly help: string
  readonly source?: string // where the default or bound comes from
  /** The field exists only where every named discriminator has one of these values: { 'task.kind': ['recall'] }. */
  readonly when?: Readonly<Record<string, readonly string[]>>
}

export interface NumberBounds {
  readonly min: number
  readonly max: number
  readonly integer: boolean
  readonly unit: string // '' for none
}

export type Field = FieldWords &
  (
    | ({ readonly kind: 'number' } & NumberBounds & { readonly word?: 'full' }) // `word`: allowed instead of a number
    | ({ readonly kind: 'numbers' } & NumberBounds & { readonly maxItems: number }) // a swept list, at least one, no duplicates
    | { readonly kind: 'choice'; readonly options: readonly { readonly value: string; readonly label: string }[] }
    | { readonly kind: 'flag' }
    | { readonly kind: 'text'; readonly maxLength: number }
    | { readonly kind: 'shapes'; readonly maxItems: number; readonly columns: Readonly<Record<'width' | 'depth' | 'neurons', NumberBounds>> }
  )

export const fields: readonly Field[] = []

/** Fields that exist in this experiment (or draft), in table order. */
export function fieldsOf(_value: unknown): readonly Field[] {
  return fields
}
