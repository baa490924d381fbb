/**
 * From outside to an experiment: differences from defaults (a full experiment is also that) become a complete,
 * valid `Experiment`, or all their problems at once. Nothing is clamped, guessed or dropped.
 */
import { checkField, unknownFields } from './check-field'
import { defaultsOf } from './defaults'
import { valueAt, withValueAt } from './edit'
import type { Experiment } from './experiment'
import type { Field, KindPath } from './field'
import { parseJsonText } from './json-text'
import { assumeKinds, readKinds, type Kinds } from './kinds'
import { isPlainObject } from './plain-object'
import { describeValue, type Problem } from './problem'
import { failure, success, type Result } from './result'
import { brokenRules } from './rules'
import { exists, fieldAt, fields, sections } from './schema'

export function parseExperiment(value: unknown): Result<Experiment, readonly Problem[]> {
  if (!isPlainObject(value)) return failure([{ path: '', allowed: 'an object with the fields of an experiment', received: describeValue(value) }])
  const kinds = readKinds(value)
  const { problems, unsound } = new FieldCheck(kinds).of(value)
  const isSound = (path: string) => !unsound.some((bad) => overlaps(bad, path))
  const experiment = completed(value, kinds, isSound)
  problems.push(...brokenRules(experiment, (path) => isSound(path) && isDecided(path, kinds)))
  return problems.length > 0 ? failure(problems) : success(experiment)
}

/** The same from JSON text, with caps on size and depth; duplicate keys are problems. */
export function parseExperimentText(text: string): Result<Experiment, readonly Problem[]> {
  const json = parseJsonText(text)
  return json.ok ? parseExperiment(json.value) : json
}

/** A file of the catalogue (experiments/) wraps what is parsed here. */
const catalogueFile = 'the file looks like one of the catalogue: ask for it by its name, or take out what stands under experiment'

/** Walks a draft and collects what is wrong with what stands there, and with what should not. */
class FieldCheck {
  readonly problems: Problem[] = []
  readonly unsound: string[] = [] // fields and sections whose values cannot be used

  constructor(private readonly kinds: Kinds) {}

  of(draft: Readonly<Record<string, unknown>>): this {
    this.section(draft, '')
    if (this.kinds['task.kind'] === null && this.unsound.every((path) => path !== 'task' && path !== 'task.kind')) {
      this.unusable('task.kind', checkField(fieldAt.get('task.kind')!, 'task.kind', undefined))
    }
    return this
  }

  private section(object: Readonly<Record<string, unknown>>, prefix: string): void {
    const unknown: string[] = []
    for (const [key, value] of Object.entries(object)) {
      const path = prefix === '' ? key : `${prefix}.${key}`
      const field = fieldAt.get(path)
      if (field) this.field(field, value)
      else if (!sections.has(path)) unknown.push(key)
      else if (isPlainObject(value)) this.section(value, path)
      else this.unusable(path, [{ path, allowed: `an object with ${this.known(path).join(', ')}`, received: describeValue(value) }])
    }
    this.problems.push(...unknownFields(prefix, unknown, this.known(prefix)).map((problem) =>
      prefix === '' && problem.path === 'experiment' ? { ...problem, reason: catalogueFile } : problem))
  }

  /** Names that may stand in a section, in the order of the table. */
  private known(section: string): string[] {
    const prefix = section === '' ? '' : `${section}.`
    const inside = fields.filter((field) => exists(field, this.kinds) && field.path.startsWith(prefix))
    return [...new Set(inside.map(({ path }) => path.slice(prefix.length).split('.')[0]))]
  }

  private field(field: Field, value: unknown): void {
    if (!exists(field, this.kinds)) this.problems.push(misplaced(field, value, this.kinds))
    else this.unusable(field.path, checkField(field, field.path, value))
  }

  private unusable(path: string, problems: readonly Problem[]): void {
    if (problems.length === 0) return
    this.problems.push(...problems)
    this.unsound.push(path)
  }
}

function misplaced(field: Field, value: unknown, kinds: Kinds): Problem {
  const [kind, allowed] = Object.entries(field.when ?? {}).find(([path, values]) => {
    const chosen = kinds[path as KindPath]
    return chosen !== null && !values.includes(chosen)
  }) ?? ['', []]
  return {
    path: field.path, allowed: 'nothing here', received: describeValue(value),
    reason: `it exists only where ${kind} is ${allowed.map((choice) => `'${choice}'`).join(' or ')}`,
  }
}

/** Is one of the two paths inside the other, or the same? */
function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`)
}

/** A kind that could not be read leaves open what its section holds. */
function isDecided(path: string, kinds: Kinds): boolean {
  const section = path.split('.')[0]
  return Object.entries(kinds).every(([kindPath, kind]) => kind !== null || !kindPath.startsWith(`${section}.`))
}

/** Every field that exists, from the draft where it is sound, else from the defaults. */
function completed(draft: unknown, kinds: Kinds, isSound: (path: string) => boolean): Experiment {
  const known = assumeKinds(kinds)
  const defaults = defaultsOf(known)
  const values = fields.filter((field) => exists(field, known)).reduce<unknown>((built, { path, leftOutAt }) => {
    const given = valueAt(draft, path)
    const value = given === undefined || !isSound(path) ? valueAt(defaults, path) : structuredCopy(given)
    return value === undefined || value === leftOutAt ? built : withValueAt(built, path, value)
  }, {})
  return values as Experiment // the table covers the type: tests/unit/experiment/schema.test.ts
}

/** A copy of plain JSON data, so that later changes to what was parsed cannot reach the experiment. */
function structuredCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCopy)
  return isPlainObject(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, structuredCopy(member)])) : value
}
