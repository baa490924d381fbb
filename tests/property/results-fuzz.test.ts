/** Results files, and views of links, from strangers: a short form in `npm test`; `npm run fuzz` opens 20,000 of each. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseView, plainView } from '../../src/dashboard/state/view'
import { readFileText } from '../../src/runner/keeping/chosen-file'
import { parameterLayout } from '../../src/science/models/model'
import { runId } from '../../src/experiment/identity'
import { describeProblem } from '../../src/experiment/problem'
import { planSweep } from '../../src/experiment/plan'
import { mutatedText, timed } from './spec-hostile'
import { Chance } from './spec-random-drafts'

const cases = process.env.FUZZ === 'long' ? 20_000 : 1000
const timeout = process.env.FUZZ === 'long' ? 3_600_000 : 300_000
const lines = readFileSync(new URL('../fixtures/pentagons.ndjson', import.meta.url), 'utf8').split('\n').slice(0, 3)
const texts = [lines.join('\n'), JSON.stringify({ kind: 'runs', runs: lines.map((line) => JSON.parse(line) as unknown) })]
const whole = readFileText(texts[0])
if (!whole.ok) throw new Error(whole.error.join('; '))
const plan = planSweep(whole.value.experiment)

/** What a stranger puts into one place of a run's line. */
const odd: readonly unknown[] = [
  null, true, '', 'NaN', '-0', 'x'.repeat(3000), -1, 0.5, 1e308, 2 ** 53, [], {}, [[]], [null], Array.from({ length: 70_000 }, () => 1), { kind: 'finished', step: 1 }, '\ud800', '=1+1',
]

/** One or two members anywhere in the lines replaced, removed, added or renamed; or the text itself cut and spliced. */
function hostileResults(chance: Chance): string {
  if (chance.real() < 0.3) return mutatedText(chance.pick(texts), chance)
  const runs = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  for (let changes = 1 + chance.below(2); changes > 0; changes--) {
    let place: Record<string, unknown> = chance.pick(runs)
    for (;;) {
      const keys = Object.keys(place)
      const key = keys.length === 0 ? 'x' : chance.pick(keys)
      const inner = place[key]
      if (typeof inner === 'object' && inner !== null && chance.real() < 0.7) { place = inner as Record<string, unknown>; continue }
      switch (chance.below(4)) {
        case 0: delete place[key]; break
        case 1: Object.defineProperty(place, chance.pick(['__proto__', 'constructor', 'extra', '']), { value: structuredClone(chance.pick(odd)), enumerable: true, configurable: true, writable: true }); break
        default: place[key] = structuredClone(chance.pick(odd)) // a later change may go into it
      }
      break
    }
  }
  return chance.real() < 0.5 ? runs.map((run) => JSON.stringify(run)).join('\n') : JSON.stringify({ kind: 'runs', runs })
}

const viewOf = `section=features;runs=${plan.runs.slice(0, 2).map(({ id }) => id.slice(0, 8)).join(',')};feature=1;step=3;chart=feature-norms;choice=features-in-space:units-0-1-2`

/** Remembers the slowest, which is said and not judged: a hang runs into the test's timeout. */
function remembered<T>(work: () => T): T {
  const [value, milliseconds] = timed(work)
  slowest = Math.max(slowest, milliseconds)
  return value
}
let slowest = 0

/** Opens what each case makes; what it throws is reported with the case's number. */
function each(name: string, seed: number, open: (chance: Chance) => boolean): void {
  let accepted = 0
  slowest = 0
  for (let index = 0; index < cases; index++) {
    try {
      if (open(new Chance(seed + index))) accepted += 1
    } catch (error) {
      throw new Error(`case ${index} of seed ${seed}: ${String(error)}`, { cause: error })
    }
  }
  console.log(`${name}: ${cases} cases, ${accepted} accepted, slowest ${slowest.toFixed(1)} ms`)
  expect(accepted).toBeGreaterThan(0)
  expect(accepted).toBeLessThan(cases)
}

describe('nobody is let in by results either', () => {
  it('by mutated results files: every run that is read is the one that its id says, whole and of finite size', { timeout }, () => {
    each('results files', 40_000_000, (chance) => {
      const text = hostileResults(chance)
      const read = remembered(() => readFileText(text))
      if (!read.ok) {
        expect(read.error.length).toBeGreaterThan(0)
        return false
      }
      for (const { id, spec, status, metrics, parameters, curve } of read.value.records) {
        expect(runId(spec)).toBe(id)
        expect(metrics !== null).toBe(status.kind === 'finished')
        expect(curve.loss).toHaveLength(curve.step.length)
        if (parameters !== null) expect(parameters).toHaveLength(parameterLayout(spec).total)
        for (const { shape, values } of Object.values(metrics?.arrays ?? {})) expect(values).toHaveLength(shape.reduce((product, size) => product * size, 1))
      }
      return read.value.records.length > 0
    })
    expect(({} as { kind?: unknown }).kind).toBeUndefined() // nothing reached the prototype of objects
  })

  it('by mutated views of a link: what is accepted exists in the experiment', { timeout }, () => {
    each('views', 50_000_000, (chance) => {
      const text = mutatedText(viewOf, chance)
      const read = remembered(() => parseView(text, plan))
      if (!read.ok) {
        for (const problem of read.error) expect(describeProblem(problem).length).toBeLessThan(700)
        return false
      }
      const { runs, feature, step } = { ...plainView, ...read.value }
      for (const id of runs) expect(plan.runs.map((run) => run.id)).toContain(id)
      if (feature !== null) expect(feature).toBeLessThan(plan.runs[0].spec.task.featureCount)
      if (step !== null) expect(step).toBeLessThanOrEqual(Math.max(...plan.runs.map(({ spec }) => spec.training.steps)))
      return true
    })
  })
})
