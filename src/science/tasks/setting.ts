/**
 * A setting: what a sweep varies about the data, apart from the shape. Rows of different settings are never pooled, have
 * learning rates chosen apart, are compared within their setting only, and have a constant of their own in the law.
 */
import { type FrequencyLaw, type ImportanceLaw, type Task, isRecall } from './task'

export interface Setting {
  readonly sparsity: number | null // S; null for recall
  readonly importance: ImportanceLaw | null // null for recall
  readonly frequency: FrequencyLaw | null // null where all features are equally frequent
}

export const settingOf = (task: Task): Setting =>
  isRecall(task)
    ? { sparsity: null, importance: null, frequency: null }
    : { sparsity: task.sparsity, importance: task.importance, frequency: task.frequency ?? null }

/** The swept number of an importance law; null where it has none. */
export function importanceParameter(law: ImportanceLaw | null): number | null {
  if (law === null) return null
  switch (law.kind) {
    case 'uniform': return null
    case 'geometric': return law.ratio
    case 'power': return law.exponent
    case 'last': return law.weight
  }
  law satisfies never
}

/** The swept number of a frequency law; null without a law. */
export const frequencyParameter = (law: FrequencyLaw | null): number | null =>
  law && (law.kind === 'power' ? law.exponent : law.factor)

/** Equal for equal settings and for no others. */
export const settingKey = ({ sparsity, importance, frequency }: Setting): string => [
  importance === null ? String(sparsity) : [sparsity, importance.kind, importanceParameter(importance) ?? ''].join(' ').trimEnd(),
  ...(frequency === null ? [] : ['frequency', frequency.kind, frequencyParameter(frequency)]),
].join(' ')

export interface Varies { readonly sparsity: boolean; readonly importance: boolean; readonly frequency: boolean }

export const varying = (settings: readonly Setting[]): Varies => ({
  sparsity: new Set(settings.map(({ sparsity }) => sparsity)).size > 1,
  importance: new Set(settings.map((setting) => settingKey({ ...setting, sparsity: null, frequency: null }))).size > 1,
  frequency: new Set(settings.map(({ frequency }) => frequencyParameter(frequency))).size > 1,
})
