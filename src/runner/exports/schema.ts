/** What every export holds: docs/exports.md, written by `node scripts/exports.mjs`. */
import { metricTraits } from '../../science/metrics/metric-traits'
import type { RunLine } from '../keeping/record-schema'
import { curveColumnNames, pointColumns, runColumns, type Column } from './columns'

const runLineFields = {
  kind: 'run', format: '1', id: 'the run’s id', experimentId: 'the experiment’s id', experiment: 'its link, which gives it again',
  index: 'place in the plan', replicate: 'which seed', spec: 'all that decides the run’s numbers', parameterCounts: 'nonEmbedding, trainable, total',
  outcome: 'kind: finished, diverged or stopped (with step), failed (with step and failure)', curve: 'step and loss, lists of equal length',
  metricsVersion: 'of the definitions of the metrics', metrics: 'scalars by name; arrays by name with axes, shape and values or float32; null where the run did not finish',
  parameters: 'base64 of little-endian float32, in the order of the layout; null where not kept', stepsPerSecond: 'or null', environment: 'engine, engineVersion, adapter, software, details; null where nothing ran',
  tier: 'B or C; absent where nothing ran',
} as const satisfies Readonly<Record<keyof RunLine, string>>

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
const table = (header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [row(header), row(header.map(() => '---')), ...rows.map(row), '']

const columnRows = (columns: Readonly<Record<string, Pick<Column, 'type' | 'says'>>>): readonly (readonly string[])[] =>
  Object.entries(columns).map(([name, { type, says }]) => [`\`${name}\``, type, says])

export function exportsText(): string {
  const measured = Object.entries(metricTraits).filter(([name, { axes }]) => axes === '' && !(name in runColumns))
  return [
    '# Exports',
    '',
    'Written by `node scripts/exports.mjs`; not by hand. `tests/unit/runner/exports/readers.test.ts` loads each of these into pandas, SQLite, jq, a strict safetensors',
    'reader and PyTorch.',
    '',
    'CSV is UTF-8 without a byte order mark, RFC 4180 with CRLF, one header line, each name once (also where case is ignored). Numbers are written so that they read',
    'back to the same float64; `NaN` and `Infinity` stand where a run diverged; an empty cell says that there is no such value. Text that a spreadsheet would take',
    'for a formula begins with an apostrophe.',
    '',
    '## Runs, CSV',
    '',
    'One line per run. `superposition-lab report results.ndjson --format csv --out runs.csv`, or *Runs, CSV* on the page.',
    '',
    ...table(['column', 'type', 'what'], columnRows(runColumns)),
    'Then each metric that any of the runs has, in alphabetical order, empty where a run lacks it. All are numbers:',
    '',
    ...table(['column', 'unit', 'what'], measured.map(([name, { unit, definition }]) => [`\`${name}\``, unit, definition])),
    '## Curves, CSV',
    '',
    'One line per point of each loss curve. What tells the runs of a sweep apart stands beside each point: ' + `${curveColumnNames.map((name) => `\`${name}\``).join(', ')}; as above. Then`,
    '',
    ...table(['column', 'type', 'what'], columnRows(pointColumns)),
    '## The note’s table, CSV',
    '',
    'One line per shape (or setting) and quantity: `comparison` (text), `shape` (text), `isReference` (boolean), `quantity` (text), `value` (number: a mean where there are seeds),',
    '`standardDeviation` (number, empty for one seed), `seeds` (integer), `predictedAtEqualCount` and `predictedAtFixedDegree` (numbers, empty where nothing is compared), `worseThanChance` (boolean).',
    'The same table is written as text, Markdown and LaTeX.',
    '',
    '## Results, NDJSON',
    '',
    'One JSON object per line, in UTF-8; `kind` tells them apart. A file is read by page and command line alike, with or without a byte order mark. Numbers that JSON',
    'cannot write are the strings `NaN`, `Infinity`, `-Infinity` and `-0`. A run:',
    '',
    ...table(['field', 'what'], Object.entries(runLineFields).map(([name, says]) => [`\`${name}\``, says])),
    'A sweep that got to its end adds a last line of `kind` `summary`: `format`, `experimentId`, `experiment`, `title`, `runs` (planned, finished, diverged, missing), `table`,',
    '`verdict` and `summary`.',
    '',
    '## Everything, JSON',
    '',
    'One document: `format` 1, `kind` `runs`, `experiment` (the link) and `runs`, a list of the objects above.',
    '',
    '## Weights, safetensors',
    '',
    'Tensors `<run id>.<tensor>` and `<run id>.layers.<l>.<tensor>`, all F32, row-major, in the shape that their equation gives them. Metadata: `format` `pt`, `made_by`, `experiment`',
    '(the link) and `runs` (JSON: run id -> index, replicate, spec, engine, engineVersion, adapter).',
    '',
    '## PyTorch script',
    '',
    '`weights.py` rebuilds each network from the safetensors file, or from NDJSON with weights, and compares a forward pass with the lab’s own outputs; exit status 0 where all agree.',
    '',
  ].join('\n')
}
