/** Random drafts of experiments from a seed, table-driven: most parse, some break a rule; callers keep those they need. */
import { philox4x32 } from '../../src/science/random/philox'
import { withValueAt } from '../../src/experiment/edit'
import type { Experiment } from '../../src/experiment/experiment'
import type { Field, NumberBounds } from '../../src/experiment/field'
import { taskKinds } from '../../src/science/tasks/task'
import { assumeKinds, frequencyKinds, importanceKinds, presentationsKinds, readKinds, setsKinds } from '../../src/experiment/kinds'
import { parseExperiment } from '../../src/experiment/parse'
import { exists, fields } from '../../src/experiment/schema'

/** Uniform choices from a counter-based stream. */
export class Chance {
  private counter = 0
  private readonly words = new Uint32Array(4)
  constructor(private readonly seed: number) {}

  /** In [0, 1). */
  real(): number {
    philox4x32(this.counter++, 0, 0, 0, this.seed, 77, this.words)
    return this.words[0] / 2 ** 32
  }
  below(count: number): number {
    return Math.floor(this.real() * count)
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]
  }
}

export function randomDraft(chance: Chance): Record<string, unknown> {
  let draft: Record<string, unknown> = { task: { kind: chance.pick(taskKinds) } }
  if ((draft.task as { kind: string }).kind !== 'recall') {
    draft = withValueAt(draft, 'task.importance.kind', chance.pick(importanceKinds))
    if (chance.real() < 0.2) draft = withValueAt(draft, 'task.sets.kind', chance.pick(setsKinds))
    else if (chance.real() < 0.3) draft = withValueAt(draft, 'task.frequency.kind', chance.pick(frequencyKinds))
    if (chance.real() < 0.3) draft = withValueAt(draft, 'model.kind', 'autoencoder')
    if (chance.real() < 0.2) draft = withValueAt(draft, 'training.presentations.kind', chance.pick(presentationsKinds))
  }
  if (chance.real() < 0.2) draft = withValueAt(draft, 'shapes.kind', 'list')
  const kinds = assumeKinds(readKinds(draft))
  for (const field of fields.filter((candidate) => exists(candidate, kinds) && !candidate.path.endsWith('.kind'))) {
    if (chance.real() < 0.3) draft = withValueAt(draft, field.path, randomValue(field, kinds['model.kind'] === 'autoencoder', chance))
  }
  return draft
}

/** The first `count` valid experiments of a seed. */
export function randomExperiments(seed: number, count: number): Experiment[] {
  const chance = new Chance(seed)
  const found: Experiment[] = []
  for (let tries = 0; found.length < count && tries < 100 * count; tries++) {
    const parsed = parseExperiment(randomDraft(chance))
    if (parsed.ok) found.push(parsed.value)
  }
  return found
}

function randomValue(field: Field, autoencoder: boolean, chance: Chance): unknown {
  switch (field.kind) {
    case 'number':
      if (field.path === 'training.batchSize' && chance.real() < 0.5) return 'full'
      return randomNumber(field, chance)
    case 'numbers': {
      const values = randomList(chance, () => randomNumber(field, chance), String)
      return field.bare && values.length === 1 ? values[0] : values
    }
    case 'choice': return chance.pick(field.options).value
    case 'flag': return chance.real() < 0.5
    case 'text': return Array.from({ length: chance.below(30) }, () => chance.pick([...'aé ∑😀"\\/<=+ß漢'])).join('').slice(0, field.maxLength).replace(/\p{Surrogate}/gu, '')
    case 'shapes': return randomList(chance, () => {
      const width = 1 + chance.below(64)
      return { width, depth: autoencoder ? 1 : 1 + chance.below(8), neurons: autoencoder ? width : 1 + chance.below(64) }
    }, JSON.stringify)
  }
  field satisfies never
}

/** Either end sometimes, else near the lower end, where sweeps stay affordable; short decimals and full doubles. */
function randomNumber({ min, max, integer }: NumberBounds, chance: Chance): number {
  if (chance.real() < 0.05) return min
  if (chance.real() < 0.01) return max
  if (integer) return Math.min(max, min + Math.floor(2 ** (chance.real() * Math.min(11, Math.log2(max - min + 1)))))
  const value = min + (max - min) * chance.real() ** 3
  return chance.real() < 0.5 ? Math.max(min, Number(value.toPrecision(3))) : value
}

function randomList<T>(chance: Chance, item: () => T, key: (item: T) => string): T[] {
  const items = Array.from({ length: 1 + chance.below(4) }, item)
  return [...new Map(items.map((value) => [key(value), value])).values()]
}
