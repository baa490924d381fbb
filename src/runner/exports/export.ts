/** Results for other programs: CSV of the runs, CSV of the loss curves, JSON of everything. */
import { writeCsv } from '../../report/csv'
import { isEnded } from '../keeping/results-store'
import { writeRecordLine, type WriteOptions } from '../keeping/record-line'
import type { RunRecord } from '../keeping/run-record'
import { curveColumnNames, metricColumns, pointColumns, runColumns, type Column } from './columns'

/** One row per run, in the order given; every scalar metric that any run has is a column, empty where a run lacks it. */
export function runsCsv(records: readonly RunRecord[]): string {
  const columns: readonly Column[] = Object.values(runColumns)
  const metrics = metricColumns(records)
  return writeCsv([
    [...Object.keys(runColumns), ...metrics],
    ...records.map((record) => [...columns.map(({ cell }) => cell(record)), ...metrics.map((name) => record.metrics?.scalars[name] ?? null)]),
  ])
}

/** One row per point of each loss curve. */
export function curvesCsv(records: readonly RunRecord[]): string {
  const rows = records.flatMap((record) => {
    const own = curveColumnNames.map((name) => runColumns[name].cell(record))
    return record.curve.step.map((step, t) => [...own, step, record.curve.loss[t]])
  })
  return writeCsv([[...curveColumnNames, ...Object.keys(pointColumns)], ...rows])
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
