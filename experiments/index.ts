/**
 * The catalogue: every JSON file of this folder, parsed, in the order that the files themselves give. A further
 * experiment is a further file (README.md); nothing here changes.
 */
import { invariant } from '../src/science/invariant'
import type { Experiment } from '../src/experiment/experiment'
import { parseExperiment } from '../src/experiment/parse'
import { isPlainObject } from '../src/experiment/plain-object'
import type { Preset } from '../src/experiment/preset'
import { describeProblem } from '../src/experiment/problem'

/** A file: title and question are the experiment's own; `preview` says what it changes in `experiment`. */
interface ExperimentFile {
  readonly order: number
  readonly title: string
  readonly question: string
  readonly source: string
  readonly expected: string
  readonly experiment: Readonly<Record<string, unknown>> // differences from defaults
  readonly preview: Readonly<Record<string, unknown>> // differences from `experiment`
}

const files = import.meta.glob<ExperimentFile>('./*.json', { eager: true, import: 'default' })

export const catalogue: readonly Preset[] = Object.entries(files)
  .sort(([, a], [, b]) => a.order - b.order)
  .map(([path, file]) => entry(path.replace(/^\.\/|\.json$/g, ''), file))

export function catalogueEntry(id: string): Preset | undefined {
  return catalogue.find((candidate) => candidate.id === id)
}

/** Parsed when first asked for: a page shows one of them at once and the others later. */
function entry(id: string, { title, question, source, expected, experiment, preview }: ExperimentFile): Preset {
  const whole = { title, question, ...experiment }
  let full: Experiment | undefined, small: Experiment | undefined
  return {
    id, title, question, source, expected,
    get full() { return (full ??= sound(id, whole)) },
    get preview() { return (small ??= sound(`${id}, preview`, merged(whole, preview))) },
  }
}

/** `changes` over `base`: objects field by field, anything else replaced. */
function merged(base: unknown, changes: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(changes)) return changes
  return Object.fromEntries([...Object.keys(base), ...Object.keys(changes)].map((key) =>
    [key, key in changes ? merged(base[key], changes[key]) : base[key]]))
}

function sound(name: string, differences: unknown): Experiment {
  const parsed = parseExperiment(differences)
  invariant(parsed.ok, () => `experiments/${name}: ${parsed.ok ? '' : parsed.error.map(describeProblem).join('; ')}`)
  return parsed.value
}
