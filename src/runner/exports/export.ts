/** Results for other programs: CSV of the runs, CSV of the loss curves, JSON of everything. */
import { type CsvCell, writeCsv } from '../../report/csv'
import { nonEmbeddingParameters, parameterLayout } from '../../science/models/model'
import { featureLaw } from '../../science/tasks/task'
import type { RunSpec } from '../../science/training/run-spec'
import { frequencyParameter, importanceParameter, settingOf } from '../../science/tasks/setting'
import { isEnded } from '../keeping/results-store'
import { writeRecordLine, type WriteOptions } from '../keeping/record-line'
import type { RunRecord } from '../keeping/run-record'
import { tierOf } from '../reproduction/tiers'

/** One column: its title (with the unit where there is one) and its cell. */
type Column = readonly [title: string, cell: (record: RunRecord) => CsvCell]

const ofSpec = (read: (spec: RunSpec) => CsvCell) => ({ spec }: RunRecord): CsvCell => read(spec)

const columns: readonly Column[] = [
  ['run', ({ id }) => id],
  ['experiment', ({ experimentId }) => experimentId],
  ['index', ({ index }) => index],
  ['replicate', ({ replicate }) => replicate],
  ['status', ({ status }) => status.kind],
  ['stepsDone', ({ status, spec }) =>
    status.kind === 'finished' ? spec.training.steps : 'step' in status ? status.step : 0],
  ['task', ofSpec(({ task }) => task.kind)],
  ['model', ofSpec(({ model }) => model.kind)],
  ['featureCount', ofSpec(({ task }) => task.featureCount)],
  ['sparsity', ofSpec(({ task }) => settingOf(task).sparsity)],
  ['importance', ofSpec(({ task }) => settingOf(task).importance?.kind ?? null)],
  ['importanceParameter', ofSpec(({ task }) => importanceParameter(settingOf(task).importance))], // ratio, exponent or weight
  ['frequency', ofSpec(({ task }) => settingOf(task).frequency?.kind ?? null)], // empty: all equally frequent
  ['frequencyParameter', ofSpec(({ task }) => frequencyParameter(settingOf(task).frequency))], // exponent or factor
  ['sets', ofSpec(({ task }) => featureLaw(task)?.sets?.kind ?? null)], // empty: independent features
  ['setSize', ofSpec(({ task }) => featureLaw(task)?.sets?.size ?? null)],
  ['width', ofSpec(({ shape }) => shape.width)],
  ['depth', ofSpec(({ shape }) => shape.depth)],
  ['neuronsPerLayer', ofSpec(({ shape }) => shape.neurons)],
  ['nonEmbeddingParameters', ofSpec(nonEmbeddingParameters)],
  ['totalParameters', ofSpec((spec) => parameterLayout(spec).total)],
  ['learningRate', ofSpec(({ training }) => training.learningRate)],
  ['weightDecay', ofSpec(({ training }) => training.weightDecay)],
  ['steps', ofSpec(({ training }) => training.steps)],
  ['batchSize', ofSpec(({ training }) => training.batchSize)],
  ['initSeed', ofSpec(({ seeds }) => seeds.init)],
  ['dataSeed', ofSpec(({ seeds }) => seeds.data)],
  ['finalLoss', ({ curve }) => curve.loss.at(-1) ?? null],
  ['stepsPerSecond', ({ stepsPerSecond }) => stepsPerSecond],
  ['engine', ({ environment }) => environment?.engine ?? null],
  ['engineVersion', ({ environment }) => environment?.engineVersion ?? null],
  ['adapter', ({ environment }) => environment?.adapter ?? null],
  ['softwareAdapter', ({ environment }) => environment?.software ?? null],
  ['platform', ({ environment }) => environment?.details.platform ?? null],
  ['reproducibleAtTier', ({ environment }) => (environment === null ? null : tierOf(environment))], // runner/reproduction/tiers.ts
]

/** One row per run, in the order given; every scalar metric that any run has is a column, empty where a run lacks it. */
export function runsCsv(records: readonly RunRecord[]): string {
  const names = [...new Set(records.flatMap(({ metrics }) => Object.keys(metrics?.scalars ?? {})))].sort()
  const metric = (name: string): Column => [name, ({ metrics }) => metrics?.scalars[name] ?? null]
  const all = [...columns, ...names.map(metric)]
  return writeCsv([all.map(([title]) => title), ...records.map((record) => all.map(([, cell]) => cell(record)))])
}

/** One row per point of each loss curve. */
export function curvesCsv(records: readonly RunRecord[]): string {
  const rows = records.flatMap(({ id, spec: { shape }, replicate, curve }) =>
    curve.step.map((step, t): CsvCell[] => [id, shape.width, shape.depth, replicate, step, curve.loss[t]]))
  return writeCsv([['run', 'width', 'depth', 'replicate', 'step', 'loss'], ...rows])
}

/** Every ended run as the command line writes it, in one JSON document. */
export function recordsJson(records: readonly RunRecord[], options: WriteOptions): string {
  const lines = records.filter(({ status }) => isEnded(status)).map((record) => writeRecordLine(record, options))
  return `{"format":1,"kind":"runs","experiment":${JSON.stringify(options.link)},"runs":[\n${lines.join(',\n')}\n]}\n`
}

/** The same as newline-delimited JSON: what `npm run report` and `npm run sweep -- --resume` read. */
export function recordsNdjson(records: readonly RunRecord[], options: WriteOptions): string {
  return records.filter(({ status }) => isEnded(status)).map((record) => `${writeRecordLine(record, options)}\n`).join('')
}
