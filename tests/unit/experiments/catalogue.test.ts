import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { catalogue, catalogueEntry } from '../../../experiments'
import { decodeLink, encodeLink } from '../../../src/experiment/link'
import { budgetTolerance, fullDesign } from '../../../src/science/criteria'
import { planSweep } from '../../../src/experiment/plan'
import { shapesOf } from '../../../src/experiment/shapes'

const folder = new URL('../../../experiments/', import.meta.url)
const files = import.meta.glob<Record<string, unknown>>('../../../experiments/*.json', { eager: true, import: 'default' })

describe('the catalogue', () => {
  it('holds every file of its folder, the landing experiment first', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => name.replace('.json', ''))
    expect(catalogue.map(({ id }) => id).sort()).toEqual(names.sort())
    expect(catalogue[0].id).toBe('deep-or-wide')
    expect(catalogueEntry('pentagons')).toBe(catalogue.find(({ id }) => id === 'pentagons'))
    expect(catalogueEntry('constructor')).toBeUndefined()
  })

  it.each(Object.entries(files))('%s has the fields of a file and no others, and a place of its own', (_, file) => {
    expect(Object.keys(file).sort()).toEqual(['expected', 'experiment', 'order', 'preview', 'question', 'source', 'title'])
    for (const words of [file.title, file.question, file.source, file.expected]) expect(String(words).length).toBeGreaterThan(5)
    expect(Object.values(files).filter(({ order }) => order === file.order)).toHaveLength(1)
  })

  it.each(catalogue)('$id: plans, and its preview is small', ({ full, preview }) => {
    const whole = planSweep(full)
    const small = planSweep(preview)
    expect(whole.groups.reduce((sum, { runs }) => sum + runs.length, 0)).toBe(whole.runs.length)
    expect(small.flops).toBeLessThan(5e12) // a minute at 0.1 TFLOP/s, which a laptop GPU sustains on small models
    expect(small.flops).toBeLessThan(whole.flops)
    expect(small.groups.length).toBeLessThanOrEqual(9) // launch-bound engines pay per group
    expect(whole.flops).toBeLessThan(1e15)
  })

  it.each(catalogue)('$id: its links fit into a message', ({ full, preview }) => {
    for (const experiment of [full, preview]) {
      const link = encodeLink(experiment)
      expect(link.length).toBeLessThan(2000)
      expect(decodeLink(link)).toMatchObject({ ok: true, value: { experiment } })
    }
  })

  it('asks the same question in a preview as in full', () => {
    for (const { full, preview, title, question } of catalogue) {
      expect([preview.title, preview.question, preview.task.kind, preview.model]).toEqual([title, question, full.task.kind, full.model])
    }
  })
})

const entry = (id: string) => catalogueEntry(id)!

describe("the note's experiment", () => {
  it('compares its three shapes at exactly 4,096 weights on 1,024 facts', () => {
    for (const experiment of [entry('equal-budget-three-shapes').full, entry('equal-budget-three-shapes').preview]) {
      expect(shapesOf(experiment).map(({ shape }) => [shape.width, shape.depth, shape.neurons])).toEqual([[16, 16, 8], [32, 4, 16], [64, 1, 32]])
      expect(shapesOf(experiment).map(({ nonEmbeddingParameters }) => nonEmbeddingParameters)).toEqual([4096, 4096, 4096])
      expect(experiment.task).toEqual({ kind: 'recall', featureCount: 1024 })
      expect(experiment.model).toMatchObject({ embedding: 'random', embeddingNorm: 'sqrt-width', unembeddingNorm: 8, outputBias: false, branchScale: 'inverse-sqrt-depth' })
    }
  })

  it('is calibrated by a task in which neurons bind, with room for every feature in the stream and neurons in proportion to width', () => {
    const { full } = entry('neurons-bind')
    for (const { shape } of shapesOf(full)) {
      expect(shape.width).toBeGreaterThanOrEqual(full.task.featureCount)
      expect(Math.abs(16 * shape.neurons / shape.width - 1)).toBeLessThan(0.035) // neurons are whole: the nearest that three budgets allow
    }
  })

  it.each(['law-of-recall', 'neurons-bind', 'both-bind'])('%s can give a final verdict: five shapes of two layers or more on each of three budgets, eight seeds, four rates', (id) => {
    const { full } = entry(id)
    const deep = shapesOf(full).filter(({ shape }) => shape.depth >= 2).map(({ nonEmbeddingParameters }) => nonEmbeddingParameters).sort((x, y) => x - y)
    const budgets: number[][] = []
    for (const size of deep) {
      const last = budgets.at(-1)
      if (last && size <= last[0] * (1 + budgetTolerance)) last.push(size)
      else budgets.push([size])
    }
    expect(budgets).toHaveLength(fullDesign.budgets)
    for (const sizes of budgets) expect(sizes.length).toBeGreaterThanOrEqual(fullDesign.shapes)
    expect(full.seeds.count).toBe(fullDesign.seeds)
    expect(full.training.learningRate.length).toBeGreaterThanOrEqual(4)
    expect(planSweep(full).flops).toBeLessThan(1e14) // an hour of one core at 27 GFLOP/s
  })

  it('draws the phase diagram over I₂ from 0.1 to 10 and p from 1 to 0.01, evenly in their logarithms, in few large groups', () => {
    for (const [experiment, cells, groups] of [[entry('phase-diagram-2-1').full, [23, 21], 10], [entry('phase-diagram-2-1').preview, [9, 9], 1]] as const) {
      const { task } = experiment
      if (task.kind === 'recall' || task.importance.kind !== 'geometric') throw new Error('not this task')
      const { sparsity, importance: { ratio } } = task
      expect([sparsity.length, ratio.length]).toEqual(cells)
      expect(sparsity[0]).toBe(0)
      sparsity.forEach((value, index) => expect(1 - value).toBeCloseTo(100 ** (-index / (sparsity.length - 1)), 6))
      ratio.forEach((value, index) => expect(Math.log10(value)).toBeCloseTo(2 * index / (ratio.length - 1) - 1, 5))
      expect(shapesOf(experiment).map(({ shape }) => shape)).toEqual([{ width: 1, depth: 1, neurons: 1 }])
      const plan = planSweep(experiment)
      expect(new Set(plan.runs.map(({ spec }) => JSON.stringify(spec.task))).size).toBe(sparsity.length * ratio.length)
      expect(plan.groups).toHaveLength(groups)
    }
  })

  it('reconstructs with ten sparsities evenly spaced in log p, from dense to p = 1/20', () => {
    const { task } = entry('pentagons').full
    if (task.kind === 'recall') throw new Error('not this task')
    expect(task.sparsity).toHaveLength(10)
    task.sparsity.forEach((sparsity, index) => expect(1 - sparsity).toBeCloseTo(20 ** (-index / 9), 6))
  })
})
