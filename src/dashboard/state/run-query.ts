/**
 * The query of the run table: 'p=0.01 L>=4 loss<0.1 seed:2 finished', or a label as the page writes it, 'd 32 × L 4, p 0.01'. All
 * terms must hold. A term that cannot be read is a problem to be shown, and filters nothing.
 */
import type { RunRecord } from '../../runner/keeping/run-record'
import { formatShape } from '../../report/labels'
import { metricTraits } from '../../science/metrics/metric-traits'
import { nonEmbeddingParameters } from '../../science/models/model'
import { settingOf } from '../../science/tasks/setting'

const operators = {
  '>=': (x, y) => x > y || isEqual(x, y), '<=': (x, y) => x < y || isEqual(x, y), '!=': (x, y) => !isEqual(x, y),
  '=': isEqual, ':': isEqual, '>': (x, y) => x > y && !isEqual(x, y), '<': (x, y) => x < y && !isEqual(x, y),
} as const satisfies Record<string, (x: number, y: number) => boolean>
type Operator = keyof typeof operators

/** As the page rounds: labels show three to four digits. */
function isEqual(x: number, y: number): boolean {
  return Math.abs(x - y) <= 5e-4 * Math.max(Math.abs(x), Math.abs(y))
}

/** What a name stands for in a run; null where the run has no such number (yet). Names of one letter mind their case. */
const columns: Readonly<Record<string, (run: RunRecord) => number | null>> = {
  d: ({ spec }) => spec.shape.width, width: ({ spec }) => spec.shape.width,
  L: ({ spec }) => spec.shape.depth, depth: ({ spec }) => spec.shape.depth,
  m: ({ spec }) => spec.shape.neurons, neurons: ({ spec }) => spec.shape.neurons,
  N: ({ spec }) => nonEmbeddingParameters(spec), parameters: ({ spec }) => nonEmbeddingParameters(spec),
  n: ({ spec }) => spec.task.featureCount,
  p: (run) => { const S = sparsityOf(run); return S === null ? null : 1 - S },
  S: sparsityOf, sparsity: sparsityOf,
  lr: ({ spec }) => spec.training.learningRate, rate: ({ spec }) => spec.training.learningRate,
  steps: ({ spec }) => spec.training.steps,
  seed: ({ spec }) => spec.seeds.init,
  loss: ({ curve, status }) => (status.kind === 'diverged' ? null : curve.loss.at(-1) ?? null),
  F: ({ metrics }) => metrics?.scalars.featuresLearned ?? null, features: ({ metrics }) => metrics?.scalars.featuresLearned ?? null,
}
const queryNames = Object.keys(columns)

function sparsityOf({ spec }: RunRecord): number | null { return settingOf(spec.task).sparsity }

function columnOf(name: string): ((run: RunRecord) => number | null) | null {
  if (Object.hasOwn(columns, name)) return columns[name]
  const lower = name.toLowerCase()
  if (lower.length > 1 && Object.hasOwn(columns, lower)) return columns[lower]
  return Object.hasOwn(metricTraits, name) ? ({ metrics }) => metrics?.scalars[name] ?? null : null
}

export interface RunQuery {
  readonly matches: (run: RunRecord) => boolean
  readonly problems: readonly string[]
}

export function parseRunQuery(text: string): RunQuery {
  const tests: ((run: RunRecord) => boolean)[] = [], problems: string[] = []
  const compare = (name: string, operator: Operator, written: string): void => {
    const of = columnOf(name), value = Number(written)
    if (of === null) problems.push(`${name}: no such number of a run; allowed: ${queryNames.join(', ')}, or a metric by its name in the exports`)
    else if (written === '' || !Number.isFinite(value)) problems.push(`${name}${operator}${written}: a number is missing after ${operator}`)
    else tests.push((run) => { const own = of(run); return own !== null && operators[operator](own, value) })
  }
  const words = text.split(/[\s,×]+/).filter((word) => word !== '')
  for (let at = 0; at < words.length; at++) {
    const parts = /^([A-Za-z]\w*)(>=|<=|!=|=|:|<|>)(.*)$/.exec(words[at])
    if (parts !== null) compare(parts[1], parts[2] as Operator, parts[3])
    else if (columnOf(words[at]) !== null && at + 1 < words.length && Number.isFinite(Number(words[at + 1]))) compare(words[at], '=', words[++at])
    else {
      const needle = words[at].toLowerCase()
      tests.push((run) => `${formatShape(run.spec)} ${run.status.kind === 'running' ? 'training' : run.status.kind} ${run.id}`.toLowerCase().includes(needle))
    }
  }
  return { matches: (run) => tests.every((test) => test(run)), problems }
}
