/** What one line of a results file may be, before it is believed. Strict: unknown fields are problems. */
import * as v from 'valibot'
import { engineNames } from '../../protocol/engines'
import { failureKinds } from '../../protocol/failures'

export const recordFormat = 1

export const runIdSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, '16 hexadecimal digits'))
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** The writer cuts longer words off (`clipped`), so that what it wrote can be read again. */
export const longestText = 2000
const text = v.pipe(v.string(), v.maxLength(longestText))
const number = v.union([v.number(), v.picklist(['NaN', 'Infinity', '-Infinity', '-0'])])
const name = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_.@-]{0,63}$/, 'a short name'))

/** A list is counted before its items are read, and one bad item is enough: valibot by itself would describe each of a million. */
const listOf = <Given, T>(item: v.GenericSchema<Given, T>, most: number, what: string) => v.pipe(
  v.array(v.unknown()), v.maxLength(most), v.check((items) => items.length > most || items.every((one) => v.is(item, one)), what),
  v.transform((items) => items as T[]))

/** By the same reason names are counted first. */
const mostNames = 256
const named = <Given, T>(key: v.GenericSchema<string>, item: v.GenericSchema<Given, T>) => v.pipe(
  v.looseObject({}), v.check((members) => Object.keys(members).length <= mostNames, `at most ${mostNames} names`), v.record(key, item))

export const environmentSchema = v.strictObject({
  engine: v.picklist(engineNames),
  engineVersion: text, adapter: text, software: v.boolean(),
  details: named(v.pipe(v.string(), v.maxLength(64)), text),
})

const failure = v.strictObject({
  kind: v.picklist(failureKinds),
  message: text,
})

const outcome = v.variant('kind', [
  v.strictObject({ kind: v.literal('finished') }),
  v.strictObject({ kind: v.literal('diverged'), step: whole }),
  v.strictObject({ kind: v.literal('stopped'), step: whole }),
  v.strictObject({ kind: v.literal('failed'), step: whole, failure }),
])

const shape = listOf(whole, 4, 'whole numbers')
const axes = v.pipe(v.string(), v.regex(/^[a-z]{0,4}$/, 'letters of the axis key'))
const values = listOf(number, 65_536, 'numbers')
const base64 = v.string() // as long as the shape or the layout says: record-line.ts compares
const array = v.union([
  v.strictObject({ axes, shape, values }),
  v.strictObject({ axes, shape, float32: base64 }),
])

export const runLine = v.strictObject({
  kind: v.literal('run'),
  format: v.literal(recordFormat),
  id: runIdSchema,
  experimentId: runIdSchema,
  experiment: v.pipe(v.string(), v.maxLength(16 * 1024 + 1)), // the link, '#1.…'
  index: whole,
  replicate: whole,
  spec: v.looseObject({}), // read by run-spec-reader.ts, against the experiment schema
  parameterCounts: v.strictObject({ nonEmbedding: whole, trainable: whole, total: whole }),
  outcome,
  curve: v.pipe(
    v.strictObject({ step: listOf(whole, 1000, 'whole numbers'), loss: listOf(number, 1000, 'numbers') }),
    v.check(({ step, loss }) => step.length === loss.length, 'as many losses as steps'),
  ),
  metricsVersion: v.optional(whole, 1), // lines of before it was written are of version 1
  metrics: v.nullable(v.strictObject({ scalars: named(name, number), arrays: named(name, array) })),
  parameters: v.nullable(base64),
  stepsPerSecond: v.nullable(number),
  environment: v.nullable(environmentSchema),
  tier: v.optional(v.picklist(['B', 'C'])), // for readers of the file: tiers.ts; it follows from the environment
})

export type RunLine = v.InferOutput<typeof runLine>
export type ArrayLine = v.InferOutput<typeof array>
