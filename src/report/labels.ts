/** What rows, shapes and settings are called: 'd 32 × L 4, p 0.1'. Science names a row by its key; a label is for people. */
import { describeShape } from '../science/models/model'
import type { Summary, ShapeRow } from '../science/summary'
import { type Setting, type Varies, frequencyParameter, importanceParameter, varying } from '../science/tasks/setting'
import { formatShort } from './numbers'

/** 'd 32 × L 4' for residual networks, 'm 2' for autoencoders: the model's own record says it. */
export const formatShape = describeShape

const importanceName = { uniform: 'uniform importance', geometric: 'ratio', power: 'exponent', last: 'last weight' } as const
const frequencyName = { power: 'frequency exponent', last: 'last p ×' } as const

/** What tells settings apart: 'p 0.1, ratio 0.5'. Empty where nothing varies. */
export function formatSetting({ sparsity, importance, frequency }: Setting, varies: Varies): string {
  const parts: string[] = []
  if (varies.sparsity && sparsity !== null) parts.push(`p ${formatShort(1 - sparsity)}`)
  if (varies.importance && importance !== null) {
    const value = importanceParameter(importance)
    parts.push(value === null ? importanceName[importance.kind] : `${importanceName[importance.kind]} ${formatShort(value)}`)
  }
  if (varies.frequency && frequency !== null) parts.push(`${frequencyName[frequency.kind]} ${formatShort(frequencyParameter(frequency)!)}`)
  return parts.join(', ')
}

export interface LabelledRow extends ShapeRow {
  readonly label: string // with p and the importance's ratio or exponent where they are swept
}
export interface LabelledSummary extends Summary {
  readonly rows: readonly LabelledRow[]
}

export function labelRows(rows: readonly ShapeRow[]): LabelledRow[] {
  const varies = varying(rows)
  return rows.map((row) => ({ ...row, label: [formatShape(row), formatSetting(row, varies)].filter((part) => part !== '').join(', ') }))
}

export const labelled = (summary: Summary): LabelledSummary => ({ ...summary, rows: labelRows(summary.rows) })

/** The label of a row, by its key. */
export type NameOf = (key: string) => string

export function nameRows(rows: readonly LabelledRow[]): NameOf {
  const labels = new Map(rows.map(({ key, label }) => [key, label]))
  return (key) => labels.get(key) ?? key
}
