/** Columns of the CSV exports: each counted once, with its type and what it says. docs/exports.md is written from here. */
import type { CsvCell } from '../../report/csv'
import { engineTraits } from '../../protocol/engines'
import { isWorseThanChance } from '../../science/conclusions/chance'
import { metricTraits } from '../../science/metrics/metric-traits'
import { nonEmbeddingParameters, parameterLayout } from '../../science/models/model'
import { featureLaw } from '../../science/tasks/task'
import { frequencyParameter, importanceParameter, settingOf } from '../../science/tasks/setting'
import type { RunSpec } from '../../science/training/run-spec'
import type { RunRecord } from '../keeping/run-record'
import { tierOf } from '../reproduction/tiers'

export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' // 'number': with NaN and ±Infinity where a run diverged

/** An empty cell says that there is no such value. */
export interface Column {
  readonly type: ColumnType
  readonly says: string
  readonly cell: (record: RunRecord) => CsvCell
}

const ofSpec = (type: ColumnType, says: string, read: (spec: RunSpec) => CsvCell): Column => ({ type, says, cell: ({ spec }) => read(spec) })

/** In the order of the file. */
export const runColumns = {
  run: { type: 'text', says: 'the run’s id: 16 hexadecimal digits of the digest of all that decides its numbers', cell: ({ id }) => id },
  experiment: { type: 'text', says: 'the experiment’s id', cell: ({ experimentId }) => experimentId },
  index: { type: 'integer', says: 'place in the plan, from 0', cell: ({ index }) => index },
  replicate: { type: 'integer', says: 'which seed, from 0', cell: ({ replicate }) => replicate },
  status: { type: 'text', says: 'waiting, running, finished, diverged, stopped or failed', cell: ({ status }) => status.kind },
  stepsDone: { type: 'integer', says: 'optimiser steps', cell: ({ status, spec }) => (status.kind === 'finished' ? spec.training.steps : 'step' in status ? status.step : 0) },
  task: ofSpec('text', 'kind of task', ({ task }) => task.kind),
  model: ofSpec('text', 'kind of model', ({ model }) => model.kind),
  featureCount: ofSpec('integer', 'n, features of the task', ({ task }) => task.featureCount),
  sparsity: ofSpec('number', 'S, probability that a feature is zero; empty for recall', ({ task }) => settingOf(task).sparsity),
  importance: ofSpec('text', 'law of the weights in the loss; empty for recall', ({ task }) => settingOf(task).importance?.kind ?? null),
  importanceParameter: ofSpec('number', 'its ratio, exponent or weight', ({ task }) => importanceParameter(settingOf(task).importance)),
  frequency: ofSpec('text', 'law of unequal frequencies; empty: all equally frequent', ({ task }) => settingOf(task).frequency?.kind ?? null),
  frequencyParameter: ofSpec('number', 'its exponent or factor', ({ task }) => frequencyParameter(settingOf(task).frequency)),
  sets: ofSpec('text', 'kind of sets of features; empty: independent features', ({ task }) => featureLaw(task)?.sets?.kind ?? null),
  setSize: ofSpec('integer', 'features of a set', ({ task }) => featureLaw(task)?.sets?.size ?? null),
  width: ofSpec('integer', 'd, width of the residual stream, or m of an autoencoder', ({ shape }) => shape.width),
  depth: ofSpec('integer', 'L, layers', ({ shape }) => shape.depth),
  neuronsPerLayer: ofSpec('integer', 'm', ({ shape }) => shape.neurons),
  nonEmbeddingParameters: ofSpec('integer', metricTraits.nonEmbeddingParameters.definition, nonEmbeddingParameters),
  totalParameters: ofSpec('integer', metricTraits.totalParameters.definition, (spec) => parameterLayout(spec).total),
  learningRate: ofSpec('number', 'largest of the schedule', ({ training }) => training.learningRate),
  weightDecay: ofSpec('number', 'decoupled, per step and learning rate', ({ training }) => training.weightDecay),
  steps: ofSpec('integer', 'optimiser steps asked for', ({ training }) => training.steps),
  batchSize: ofSpec('integer', 'samples of a step', ({ training }) => training.batchSize),
  initSeed: ofSpec('integer', 'of the initial parameters', ({ seeds }) => seeds.init),
  dataSeed: ofSpec('integer', 'of the data', ({ seeds }) => seeds.data),
  finalLoss: { type: 'number', says: 'last point of the loss curve', cell: ({ curve }) => curve.loss.at(-1) ?? null },
  worseThanChance: { type: 'boolean', says: 'whether the trained network answers worse than one that always answers the same; empty where it was not measured', cell: ({ spec, metrics }) => (metrics === null ? null : isWorseThanChance({ spec, metrics })) },
  stepsPerSecond: { type: 'number', says: 'optimiser steps a second, of the whole group', cell: ({ stepsPerSecond }) => stepsPerSecond },
  engine: { type: 'text', says: 'what trained', cell: ({ environment }) => environment?.engine ?? null },
  engineVersion: { type: 'text', says: 'changes whenever its numbers may', cell: ({ environment }) => environment?.engineVersion ?? null },
  adapter: { type: 'text', says: 'the GPU’s name, or what the CPU engine runs on', cell: ({ environment }) => environment?.adapter ?? null },
  softwareAdapter: {
    type: 'boolean', says: 'whether the GPU is emulated; empty where none computed',
    cell: ({ environment }) => (environment !== null && engineTraits[environment.engine].isGpu ? environment.software : null),
  },
  platform: { type: 'text', says: 'browser or Node', cell: ({ environment }) => environment?.details.platform ?? null },
  reproducibleAtTier: { type: 'text', says: 'B or C: how exactly it is reproduced elsewhere', cell: ({ environment }) => (environment === null ? null : tierOf(environment)) },
} as const satisfies Readonly<Record<string, Column>>
type RunColumn = keyof typeof runColumns

/** What tells the runs of a sweep apart stands beside each point, so that curves need no other file. */
export const curveColumnNames = [
  'run', 'experiment', 'index', 'replicate', 'task', 'model', 'featureCount', 'sparsity', 'importance', 'importanceParameter', 'frequency', 'frequencyParameter', 'sets', 'setSize',
  'width', 'depth', 'neuronsPerLayer', 'nonEmbeddingParameters', 'learningRate', 'weightDecay', 'steps', 'batchSize', 'initSeed', 'dataSeed',
] as const satisfies readonly RunColumn[]

/** Then the point itself. */
export const pointColumns = {
  step: { type: 'integer', says: 'optimiser steps done' },
  loss: { type: 'number', says: 'mean loss since the point before' },
} as const satisfies Readonly<Record<string, Pick<Column, 'type' | 'says'>>>

/**
 * The metrics of these runs that no column above says already, in alphabetical order. Databases take names for the same that differ in case
 * only: of such the first stays.
 */
export function metricColumns(records: readonly Pick<RunRecord, 'metrics'>[]): readonly string[] {
  const taken = new Set(Object.keys(runColumns).map((name) => name.toLowerCase()))
  const names = [...new Set(records.flatMap(({ metrics }) => Object.keys(metrics?.scalars ?? {})))].sort()
  return names.filter((name) => {
    const key = name.toLowerCase()
    if (taken.has(key)) return false
    taken.add(key)
    return true
  })
}
