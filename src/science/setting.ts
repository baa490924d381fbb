/**
 * A setting: what a sweep varies about the data, apart from the shape. Rows of different settings are never pooled, have
 * learning rates chosen apart, are compared within their setting only, and have a constant of their own in the law.
 */
import type { ImportanceLaw, Task } from './task'

export interface Setting {
  readonly sparsity: number | null // S; null for recall
  readonly importance: ImportanceLaw | null // null for recall
}

export const settingOf = (task: Task): Setting =>
  task.kind === 'recall' ? { sparsity: null, importance: null } : { sparsity: task.sparsity, importance: task.importance }

/** The swept number of an importance law; null where it has none. */
function importanceParameter(law: ImportanceLaw | null): number | null {
  if (law === null) return null
  switch (law.kind) {
    case 'uniform': return null
    case 'geometric': return law.ratio
    case 'power': return law.exponent
  }
  law satisfies never
}

/** Equal for equal settings and for no others. */
export const settingKey = ({ sparsity, importance }: Setting): string =>
  importance === null ? String(sparsity) : [sparsity, importance.kind, importanceParameter(importance) ?? ''].join(' ').trimEnd()

/** What tells settings apart, in words: "p 0.1, ratio 0.5". Empty where nothing varies. */
export function settingWords({ sparsity, importance }: Setting, varies: { readonly sparsity: boolean; readonly importance: boolean }): string {
  const words: string[] = []
  if (varies.sparsity && sparsity !== null) words.push(`p ${Number((1 - sparsity).toPrecision(3))}`)
  if (varies.importance && importance !== null) {
    const value = importanceParameter(importance)
    const name = { uniform: 'uniform importance', geometric: 'ratio', power: 'exponent' }[importance.kind]
    words.push(value === null ? name : `${name} ${Number(value.toPrecision(3))}`)
  }
  return words.join(', ')
}

export const varying = (settings: readonly Setting[]): { sparsity: boolean; importance: boolean } => ({
  sparsity: new Set(settings.map(({ sparsity }) => sparsity)).size > 1,
  importance: new Set(settings.map((setting) => settingKey({ ...setting, sparsity: null }))).size > 1,
})
