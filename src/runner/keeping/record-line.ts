/**
 * One run as one line of newline-delimited JSON, self-describing: what was asked, what came out, where, and the
 * link that gives the whole experiment again. Lossless for numbers; large arrays as base64 of little-endian float32.
 */
import * as v from 'valibot'
import type { EngineEnvironment } from '../../protocol/environment'
import { nonEmbeddingParameters, parameterLayout } from '../../science/models/model'
import { metricsVersion, type MeasuredArray, type RunMetrics } from '../../science/metrics/run-metrics'
import { failure, success, type Result } from '../../experiment/result'
import { float32FromBase64, float32ToBase64, readNumber, shortestFloat32, writeNumber } from './float-text'
import { longestText, recordFormat, runLine, type ArrayLine, type RunLine } from './record-schema'
import type { RunRecord, RunStatus } from './run-record'
import { readRunSpec } from './run-spec-reader'
import { tierOf } from '../reproduction/tiers'

/** Longer arrays are written as base64. */
const longestPlainArray = 256

export interface WriteOptions {
  readonly link: string // '#1.…', experiment/link.ts
  /** Trained parameters too; they make lines long (4/3 · 4 bytes per parameter). */
  readonly parameters: boolean
}

/** Without the newline. @throws on a record that has not ended */
export function writeRecordLine(record: RunRecord, { link, parameters }: WriteOptions): string {
  const { status, metrics, stepsPerSecond, environment, spec } = record
  if (status.kind === 'waiting' || status.kind === 'running') throw new Error(`run ${record.id} has not ended`)
  const layout = parameterLayout(spec)
  const line: RunLine = {
    kind: 'run', format: recordFormat, id: record.id, experimentId: record.experimentId, experiment: link,
    index: record.index, replicate: record.replicate, spec: { ...spec },
    parameterCounts: { nonEmbedding: nonEmbeddingParameters(spec), trainable: layout.trainable, total: layout.total },
    outcome: status.kind === 'failed' ? { ...status, failure: { ...status.failure, message: clipped(status.failure.message) } } : status,
    curve: { step: [...record.curve.step], loss: record.curve.loss.map(writeNumber) },
    metricsVersion, metrics: metrics === null ? null : writeMetrics(metrics),
    parameters: parameters && record.parameters !== null ? float32ToBase64(record.parameters) : null,
    stepsPerSecond: stepsPerSecond === null ? null : writeNumber(stepsPerSecond),
    environment: environment === null ? null : writeEnvironment(environment),
    ...(environment !== null && { tier: tierOf(environment) }),
  }
  return JSON.stringify(line)
}

export interface ReadLine {
  readonly record: RunRecord
  readonly link: string
}

/**
 * What is wrong with the line, if it is not a run's. Takes parsed JSON.
 * @param wanted one reason is found much faster than all
 */
export function readRecordLine(value: unknown, wanted: 'every-reason' | 'first-reason' = 'every-reason'): Result<ReadLine, string> {
  const parsed = v.safeParse(runLine, value, { abortEarly: wanted === 'first-reason' })
  if (!parsed.success) return failure(parsed.issues.slice(0, 5).map(describeIssue).join('; '))
  const line = parsed.output
  const spec = readRunSpec(line.spec, line.id)
  if (!spec.ok) return failure(spec.error)
  const finished = line.outcome.kind === 'finished'
  if (finished !== (line.metrics !== null)) return failure('metrics: a finished run has them, no other run does')
  if (line.metrics !== null && line.metricsVersion !== metricsVersion) {
    return failure(`metricsVersion: measured by version ${line.metricsVersion} of the metrics, here they are of version ${metricsVersion}; the run has to be done again`)
  }
  const metrics = line.metrics === null ? success(null) : readMetrics(line.metrics)
  if (!metrics.ok) return metrics
  const parameters = line.parameters === null ? null : float32FromBase64(line.parameters)
  if (line.parameters !== null && parameters?.length !== parameterLayout(spec.value).total) {
    return failure('parameters: not the base64 of as many float32 as the run has parameters')
  }
  const { id, experimentId, index, replicate, environment, stepsPerSecond } = line
  if (line.tier !== undefined && (environment === null || line.tier !== tierOf(environment))) return failure('tier: not that of its engine')
  const record: RunRecord = {
    id, experimentId, index, replicate, spec: spec.value, status: line.outcome satisfies RunStatus,
    curve: { step: line.curve.step, loss: line.curve.loss.map(readNumber) },
    metrics: metrics.value, parameters, environment,
    stepsPerSecond: stepsPerSecond === null ? null : readNumber(stepsPerSecond),
  }
  return success({ record, link: line.experiment })
}

const clipped = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text)

function writeEnvironment({ engine, engineVersion, adapter, software, details }: EngineEnvironment): NonNullable<RunLine['environment']> {
  return {
    engine, engineVersion: clipped(engineVersion), adapter: clipped(adapter), software,
    details: Object.fromEntries(Object.entries(details).map(([key, text]) => [key, clipped(text)])),
  }
}

function writeMetrics({ scalars, arrays }: RunMetrics): NonNullable<RunLine['metrics']> {
  return {
    scalars: Object.fromEntries(Object.entries(scalars).map(([key, value]) => [key, writeNumber(value)])),
    arrays: Object.fromEntries(Object.entries(arrays).map(([key, array]) => [key, writeArray(array)])),
  }
}

function writeArray({ axes, shape, values }: MeasuredArray): ArrayLine {
  return values.length > longestPlainArray
    ? { axes, shape: [...shape], float32: float32ToBase64(values) }
    : { axes, shape: [...shape], values: Array.from(values, shortestFloat32) }
}

function readMetrics({ scalars, arrays }: NonNullable<RunLine['metrics']>): Result<RunMetrics, string> {
  const read: Record<string, MeasuredArray> = {}
  for (const [key, { axes, shape, ...data }] of Object.entries(arrays)) {
    const values = 'values' in data ? Float32Array.from(data.values, readNumber) : float32FromBase64(data.float32)
    const size = shape.reduce((product, length) => product * length, 1)
    if (values?.length !== size || axes.length !== shape.length) return failure(`metrics.arrays.${key}: values do not fill its shape`)
    read[key] = { axes, shape, values }
  }
  const numbers = Object.fromEntries(Object.entries(scalars).map(([key, value]) => [key, readNumber(value)]))
  return success({ scalars: numbers, arrays: read })
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue as Parameters<typeof v.getDotPath>[0]) ?? 'line'
  return `${path}: expected ${issue.expected ?? issue.message}, received ${issue.received}`
}
