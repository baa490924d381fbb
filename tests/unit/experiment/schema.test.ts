import { describe, expect, it } from 'vitest'
import { checkField } from '../../../src/experiment/check-field'
import { defaultsOf } from '../../../src/experiment/defaults'
import { valueAt } from '../../../src/experiment/edit'
import { describeAllowed, type Field } from '../../../src/experiment/field'
import { taskKinds } from '../../../src/science/tasks/task'
import { modelKinds } from '../../../src/science/models/model'
import { assumeKinds, frequencyKinds, importanceKinds, presentationsKinds, readKinds, setsKinds, shapesKinds, type KnownKinds } from '../../../src/experiment/kinds'
import { isPlainObject } from '../../../src/experiment/plain-object'
import { parseExperiment } from '../../../src/experiment/parse'
import { exists, fields } from '../../../src/experiment/schema'

const plain = { 'task.sets.kind': 'independent', 'task.frequency.kind': 'uniform', 'training.presentations.kind': 'unequal' } as const
const laws: Pick<KnownKinds, keyof typeof plain>[] = [
  ...setsKinds.map((sets) => ({ ...plain, 'task.sets.kind': sets })), ...frequencyKinds.map((frequency) => ({ ...plain, 'task.frequency.kind': frequency })),
  ...presentationsKinds.map((presentations) => ({ ...plain, 'training.presentations.kind': presentations })),
]
const allKinds = taskKinds.flatMap((task) => importanceKinds.flatMap((importance) => modelKinds.flatMap((model) => shapesKinds.flatMap((shapes) =>
  laws.map((law): [string, KnownKinds] => [
    [task, importance, model, shapes, ...Object.values(law)].join(', '),
    { 'task.kind': task, 'task.importance.kind': importance, ...law, 'model.kind': model, 'shapes.kind': shapes },
  ])))))

const leaves = (value: unknown, path: string): string[] =>
  isPlainObject(value) ? Object.entries(value).flatMap(([key, member]) => leaves(member, path === '' ? key : `${path}.${key}`)) : [path]

describe('the table of fields', () => {
  it('holds each path once', () => {
    expect(new Set(fields.map(({ path }) => path)).size).toBe(fields.length)
  })

  it.each(allKinds)('has exactly the fields of an experiment: %s', (_, kinds) => {
    const defaults = defaultsOf(kinds)
    const isLeftOut = ({ path, leftOutAt }: Field): boolean => leftOutAt !== undefined && [leftOutAt, undefined].includes((kinds as Record<string, string>)[path])
      && valueAt(defaults, path) === undefined
    const inTable = fields.filter((field) => exists(field, kinds) && !isLeftOut(field))
    expect(leaves(defaults, '').sort()).toEqual(inTable.map(({ path }) => path).sort())
    for (const { path, leftOutAt } of inTable) if (leftOutAt !== undefined) expect(valueAt(defaults, path), path).not.toBe(leftOutAt)
  })

  it.each(allKinds)('allows every default: %s', (_, kinds) => {
    const problems = fields.filter((field) => exists(field, kinds)).flatMap((field) => checkField(field, field.path, valueAt(defaultsOf(kinds), field.path) ?? field.leftOutAt))
    expect(problems).toEqual([])
  })

  it('makes an experiment of a task alone', () => {
    for (const kind of taskKinds) {
      const parsed = parseExperiment({ task: { kind } })
      expect(parsed).toEqual({ ok: true, value: defaultsOf(assumeKinds(readKinds({ task: { kind } }))) })
    }
  })
})

/** Values that a field must refuse, beside those of the wrong kind that none takes. */
function refused(field: Field): unknown[] {
  switch (field.kind) {
    case 'number': {
      const step = field.integer ? 1 : 1e-9 * Math.max(1, field.max)
      return [field.min - step, field.max + step, String(field.min), [field.min], ...(field.integer ? [field.min + 0.5] : [])]
    }
    case 'numbers': return [[], field.bare ? [field.max] : field.max, Array.from({ length: field.maxItems + 1 }, (_, index) => index)]
    case 'choice': return ['', 'no such choice', 'toString', 0, [field.options[0].value]]
    case 'flag': return ['true', 0, 1]
    case 'text': return ['x'.repeat(field.maxLength + 1), 'two\nlines', '\u202etxet', '\ud800', 7]
    case 'shapes': return [[], { width: 1, depth: 1, neurons: 1 }]
  }
  field satisfies never
}
const neverTaken = [null, undefined, Number.NaN, Infinity, -Infinity, -0, 1e308, {}, () => 1, Symbol('s'), 10n]

describe('the bounds of each field', () => {
  it.each(fields)('$path refuses what is outside them, naming path, allowed and received', (field) => {
    for (const value of [...neverTaken, ...refused(field)]) {
      const problems = checkField(field, field.path, value)
      expect(problems, `${field.path} took ${String(value)}`).toHaveLength(1)
      expect(problems[0].path).toBe(field.path)
      expect(problems[0].allowed).toBe(describeAllowed(field))
      expect(problems[0].received).not.toBe('')
    }
  })

  it.each(fields.filter((field) => field.kind === 'number'))('$path takes both of them', (field) => {
    expect([field.min, field.max].flatMap((value) => checkField(field, field.path, value))).toEqual([])
  })

  it.each(fields.filter((field) => field.kind === 'numbers'))('$path names the place in its list, and repeats', (field) => {
    expect(checkField(field, field.path, [field.min, field.max])).toEqual([])
    const problems = checkField(field, field.path, [field.min, field.max + 1, 'x', field.min])
    expect(problems.map(({ path }) => path)).toEqual([1, 2, 3].map((index) => `${field.path}[${index}]`))
    expect(problems[2]).toMatchObject({ allowed: 'a list without repeats', received: `${field.min} again` })
    expect(checkField(field, field.path, [field.min, , field.max])[0]).toMatchObject({ path: `${field.path}[1]`, received: 'nothing' })
  })

  it('names the column of a shape, and what does not belong there', () => {
    const field = fields.find(({ path }) => path === 'shapes.shapes')!
    const shape = { width: 4, depth: 2, neurons: 8 }
    expect(checkField(field, field.path, [shape])).toEqual([])
    const problems = checkField(field, field.path, [shape, { width: 0, depth: 1.5, heads: 2 }, { ...shape }, 5])
    expect(problems.map(({ path, received }) => `${path}: ${received}`)).toEqual([
      'shapes.shapes[1].width: 0',
      'shapes.shapes[1].depth: 1.5',
      'shapes.shapes[1].neurons: nothing',
      'shapes.shapes[1].heads: an unknown field',
      'shapes.shapes[3]: 5',
      'shapes.shapes[2]: width 4, depth 2, neurons 8 again',
    ])
  })
})
