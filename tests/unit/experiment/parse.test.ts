import { describe, expect, it } from 'vitest'
import { parseExperiment, parseExperimentText } from '../../../src/experiment/parse'
import { describeProblem } from '../../../src/experiment/problem'

const problemsOf = (draft: unknown): string[] => {
  const parsed = parseExperiment(draft)
  return parsed.ok ? [] : parsed.error.map(describeProblem)
}
const pathsOf = (draft: unknown): string[] => {
  const parsed = parseExperiment(draft)
  return parsed.ok ? [] : parsed.error.map(({ path }) => path)
}
const recall = { task: { kind: 'recall' } }
const absolute = { task: { kind: 'absolute-value' } }
const toy = { task: { kind: 'reconstruction' } }

describe('parsing an experiment', () => {
  it('takes what is said and fills in the rest', () => {
    const parsed = parseExperiment({ ...absolute, training: { steps: 100 }, seeds: { count: 2 } })
    expect(parsed.ok && parsed.value.training).toMatchObject({ steps: 100, batchSize: 512, learningRate: [0.01] })
    expect(parsed.ok && parsed.value.seeds).toEqual({ init: 1, data: 1, count: 2 })
  })

  it('takes a full experiment, and gives it back', () => {
    const first = parseExperiment({ ...toy, title: 'mine' })
    expect(first.ok).toBe(true)
    expect(first.ok && parseExperiment(first.value)).toEqual(first)
  })

  it('leaves out a later choice at the value it had before it existed, so that ids stand', () => {
    const said = { ...toy, task: { ...toy.task, sets: { kind: 'independent' }, frequency: { kind: 'uniform' } } }
    expect(parseExperiment(said)).toEqual(parseExperiment(toy))
    const residual = { task: { kind: 'absolute-value' } }
    expect(parseExperiment({ ...residual, model: { normalisation: 'none' } })).toEqual(parseExperiment(residual))
  })

  it('takes sets that divide the features, and one frequency for their members', () => {
    const sets = (featureCount: number, size: number, task = {}) =>
      ({ task: { kind: 'reconstruction', featureCount, sets: { kind: 'correlated', size }, ...task } })
    expect(parseExperiment(sets(6, 3)).ok).toBe(true)
    expect(problemsOf(sets(6, 4))).toEqual(['task.sets.size: received 4, allowed is a size that divides 6, the number of features'])
    expect(problemsOf(sets(6, 3, { frequency: { kind: 'power' } }))).toEqual([
      "task.frequency.kind: received 'power', allowed is 'uniform' (features in sets share the frequency of their set)",
    ])
  })

  it('refuses the AND of features that never come together', () => {
    const conjunction = (kind: string) => ({ task: { kind: 'conjunction', featureCount: 6, sets: { kind, size: 2 } } })
    expect(parseExperiment(conjunction('correlated')).ok).toBe(true)
    expect(problemsOf(conjunction('anticorrelated'))).toEqual([
      "task.sets.kind: received 'anticorrelated', allowed is 'independent' or 'correlated' (members of one set never come together, so their AND is always 0)",
    ])
  })

  it('holds presentations equal only where steps, batch and lengths of training stay what a run may have', () => {
    const held = (kind: string, sparsity: number[], training = {}) =>
      ({ task: { kind: 'reconstruction', sparsity }, training: { steps: 3000, batchSize: 256, ...training, presentations: { kind, sparsity: 0.9 } }, shapes: { shapes: [{ width: 2, depth: 1, neurons: 2 }] } })
    expect(problemsOf(held('equal-by-steps', [0.9, 0.9997]))).toEqual([]) // 1,000,000 steps: the bound itself
    expect(problemsOf(held('equal-by-steps', [0.9, 0.9998]))).toEqual([
      'task.sparsity[1]: received 0.9998, allowed is a sparsity at which training takes 1 to 1000000 steps (with presentations as at S = 0.9 it takes 1500000)',
    ])
    expect(problemsOf(held('equal-by-batch', [0.999, 0.9997]))).toEqual([
      'task.sparsity[1]: received 0.9997, allowed is a sparsity at which training takes 1 to 65536 samples (with presentations as at S = 0.9 it takes 85333)',
    ])
    expect(problemsOf({ ...held('equal-by-steps', [0], { steps: [12, 14, 20] }), measurement: { probes: 1 } })).toEqual([
      'task.sparsity[0]: received 0, allowed is a sparsity at which the lengths of training stay different (with presentations as at S = 0.9 they are 1, 1, 2 steps)',
    ])
    expect(problemsOf({ ...held('equal-by-steps', [0.9, 0.8]), measurement: { probes: 1000 } })).toEqual([])
    expect(problemsOf({ ...held('equal-by-steps', [0.9, 0.6]), measurement: { probes: 1000 } })).toEqual([
      'measurement.probes: received 1000, allowed is at most 750, the number of steps',
    ])
    expect(problemsOf({ ...recall, training: { presentations: { kind: 'equal-by-steps' } } })).toEqual([
      "training.presentations.kind: received 'equal-by-steps', allowed is nothing here (it exists only where task.kind is 'reconstruction' or 'absolute-value' or 'conjunction')",
    ])
    expect(problemsOf({ ...toy, training: { presentations: { sparsity: 0.9 } } })).toEqual([
      "training.presentations.sparsity: received 0.9, allowed is nothing here (it exists only where training.presentations.kind is 'equal-by-steps' or 'equal-by-batch')",
    ])
  })

  it('counts the cost of the steps and the batch that each sparsity takes', () => {
    const costly = (kind: string, sparsity: number[]) => ({
      task: { kind: 'reconstruction', featureCount: 4096, sparsity }, model: { kind: 'residual' }, shapes: { kind: 'list', shapes: [{ width: 256, depth: 4, neurons: 512 }] },
      training: { steps: 30_000, batchSize: 4096, presentations: { kind, sparsity: 0.9 } }, seeds: { count: 20 },
    })
    expect(problemsOf(costly('equal-by-steps', [0.9]))).toEqual([])
    expect(pathsOf(costly('equal-by-steps', [0.9, 0.99]))).toEqual(['']) // operations
    expect(problemsOf(costly('equal-by-batch', [0.9, 0.99]))[1]).toMatch(/^shapes\.shapes\[0\]: received \d+ MiB, allowed is at most 512 MiB for one run/)
  })

  it('says one problem in one line, with the field, what came, what is allowed', () => {
    expect(problemsOf({ task: { kind: 'absolute-value', sparsity: [0.5, 1.2] } })).toEqual([
      'task.sparsity[1]: received 1.2, allowed is a number from 0 to 0.99999',
    ])
  })

  it('tells a newcomer what to write instead', () => {
    expect(problemsOf({ task: { kind: 'reconstruction', sparsity: 0.9, importance: 0.7 }, training: { step: 5 }, seeds: 4, shapes: { shapes: [{ width: 2, depth: 1, neurons: 2, heads: 1 }] } })).toEqual([
      'task.sparsity: received 0.9, allowed is a list of 1 to 64, each a number from 0 to 0.99999 (it is swept: write one value as [0.9])',
      'task.importance: received 0.7, allowed is an object with kind',
      'training.step: received an unknown field, allowed is only learningRate, weightDecay, beta1, beta2, epsilon, schedule, warmup, steps, batchSize, presentations',
      'seeds: received 4, allowed is an object with init, data, count',
      'shapes.shapes[0].heads: received an unknown field, allowed is only width, depth, neurons',
    ])
    expect(problemsOf({ order: 1, experiment: toy })).toEqual([
      'order: received an unknown field, allowed is only title, question, task, model, shapes, training, seeds, measurement',
      'experiment: received an unknown field, allowed is only title, question, task, model, shapes, training, seeds, measurement '
        + '(the file looks like one of the catalogue: ask for it by its name, or take out what stands under experiment)',
      "task.kind: received nothing, allowed is one of 'recall', 'reconstruction', 'absolute-value', 'conjunction'",
    ])
  })

  it('says which axes make a sweep too large', () => {
    expect(problemsOf({ ...toy, task: { ...toy.task, sparsity: [0, 0.5], importance: { kind: 'geometric', ratio: [0.5, 1, 2] } }, seeds: { count: 1000 }, training: { steps: 60 } })).toEqual([
      'experiment: received 6000 runs, allowed is at most 5000 runs (2 sparsities × 3 importances × 1000 replicates)',
    ])
  })

  it('reports every problem at once: bounds, kinds, unknown fields and rules between fields', () => {
    const paths = pathsOf({
      title: 5, colour: 'red',
      task: { kind: 'absolute-value', featureCount: 1, sparsity: [0.5, 1], size: 3, importance: { kind: 'geometric', ratio: [0.5, 0] } },
      model: { embedding: 'orthonormal', embeddingNorm: 'sqrt-width', unembeddingNorm: 2, tied: true },
      shapes: { depth: [] },
      training: { batchSize: 'full', steps: 5, beta2: 1 },
      seeds: 7,
      measurement: { probes: 10 },
    })
    expect(new Set(paths)).toEqual(new Set([
      'title', 'colour', 'task.featureCount', 'task.sparsity[1]', 'task.size', 'task.importance.ratio[1]',
      'model.embeddingNorm', 'model.unembeddingNorm', 'model.tied', 'shapes.depth',
      'training.batchSize', 'training.beta2', 'seeds', 'measurement.probes',
    ]))
    expect(paths).toHaveLength(14)
  })

  it('checks fields that do not hang on a kind that is missing or wrong, and stays silent on those that do', () => {
    expect(pathsOf({})).toEqual(['task.kind'])
    expect(pathsOf({ training: { steps: 0 } })).toEqual(['training.steps', 'task.kind'])
    expect(pathsOf({ task: { kind: 'xor', sparsity: [0.5] }, training: { beta1: 2 } })).toEqual(['task.kind', 'training.beta1'])
    expect(pathsOf({ ...absolute, model: { kind: 'transformer', tied: true } })).toEqual(['model.kind'])
    expect(pathsOf({ task: 'recall' })).toEqual(['task'])
  })

  it('says where a field of another kind would belong', () => {
    expect(problemsOf({ task: { kind: 'recall', sparsity: [0.5] }, model: { tied: true } })).toEqual([
      "task.sparsity: received a list of 1, allowed is nothing here (it exists only where task.kind is 'reconstruction' or 'absolute-value' or 'conjunction')",
      "model.tied: received true, allowed is nothing here (it exists only where model.kind is 'autoencoder')",
    ])
  })

  it('refuses what is no record of fields', () => {
    for (const value of [null, undefined, 3, 'recall', [], [recall], new Date(0), new Map(), () => recall, Object.create({ task: { kind: 'recall' } })]) {
      expect(pathsOf(value)).toEqual([''])
    }
  })

  it('sees only own fields, and takes prototype names for what they are: unknown', () => {
    const hostile: unknown = JSON.parse('{"task":{"kind":"recall","__proto__":{"featureCount":2}},"__proto__":{"seeds":{"count":9}},"constructor":1,"toString":2}')
    expect(pathsOf(hostile)).toEqual(['task.__proto__', '__proto__', 'constructor', 'toString'])
    expect(({} as Record<string, unknown>).seeds).toBeUndefined()
  })

  it('names at most twenty unknown fields, and counts the rest', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, index]))
    const problems = problemsOf({ ...recall, ...many })
    expect(problems).toHaveLength(21)
    expect(problems[20]).toContain('4980 more unknown fields')
  })

  it('shows hostile names and values escaped and shortened', () => {
    const [problem] = problemsOf({ ...recall, ['\u202e<script>'.repeat(100)]: 1 })
    expect(problem).toMatch(/^'\\u202e<script>.{0,60}…': received an unknown field/)
    expect(problem).not.toContain('\u202e')
  })

  it('keeps no hold on what it was given', () => {
    const sparsity = [0.5]
    const parsed = parseExperiment({ task: { kind: 'absolute-value', sparsity } })
    sparsity.push(0.7)
    expect(parsed.ok && parsed.value.task).toMatchObject({ sparsity: [0.5] })
  })
})

const broken: [rule: string, draft: unknown, paths: string[]][] = [
  ['recall needs the residual model', { ...recall, model: { kind: 'autoencoder' } }, ['model.kind']],
  ['a tied embedding starts as the toy model does', { ...toy, model: { kind: 'residual', embeddingNorm: 'unit' } }, ['model.embeddingNorm']],
  ['a tied readout has the norm of the embedding', { ...toy, model: { kind: 'residual', unembeddingNorm: 2 } }, ['model.unembeddingNorm']],
  ['the absolute value needs an untied readout of the stream', { ...absolute, model: { embedding: 'tied', embeddingNorm: 'xavier', reads: 'stream' } }, ['model.embedding']],
  ['recall has no tied readout', { ...recall, model: { embedding: 'untied', embeddingNorm: 'xavier', unembeddingNorm: 1 } }, ['model.embedding']],
  ['a network without layers writes nothing to be read', { ...toy, model: { kind: 'residual', reads: 'written' }, shapes: { kind: 'list', shapes: [{ width: 2, depth: 0, neurons: 0 }] } }, ['shapes.shapes[0]']],
  ['a network without layers has no neurons', { ...toy, model: { kind: 'residual' }, shapes: { kind: 'list', shapes: [{ width: 2, depth: 0, neurons: 3 }] } }, ['shapes.shapes[0]']],
  ['a layer has neurons', { ...absolute, shapes: { kind: 'list', shapes: [{ width: 128, depth: 2, neurons: 0 }] } }, ['shapes.shapes[0]']],
  ['the absolute value needs untied weights', { ...absolute, model: { kind: 'autoencoder', tied: true } }, ['model.tied']],
  ['recall reads logits', { ...recall, model: { output: 'relu' } }, ['model.output']],
  ['recall takes the full batch', { ...recall, training: { batchSize: 64 } }, ['training.batchSize']],
  ['only recall takes the full batch', { ...toy, training: { batchSize: 'full' } }, ['training.batchSize']],
  ['recall holds no samples out', { ...recall, measurement: { evaluationSamples: 128 } }, ['measurement.evaluationSamples']],
  ['R² needs 64 held-out samples', { ...absolute, measurement: { evaluationSamples: 63 } }, ['measurement.evaluationSamples']],
  ['a curve has at most a point per step', { ...toy, training: { steps: 9 }, measurement: { probes: 10 } }, ['measurement.probes']],
  ['nor has the curve of the shortest training', { ...toy, training: { steps: [90, 9] }, measurement: { probes: 10 } }, ['measurement.probes']],
  ['one length of training is written without a list, so that it has one id', { ...toy, training: { steps: [90] } }, ['training.steps']],
  ['every length of training costs', { ...recall, training: { steps: [1_000_000, 1000] }, seeds: { count: 200 } }, ['']],
  ['importance stays within float32', { task: { kind: 'reconstruction', featureCount: 400, importance: { kind: 'geometric', ratio: [0.9, 0.8] } } }, ['task.importance.ratio[1]']],
  ['importance does not explode', { task: { kind: 'reconstruction', featureCount: 30, importance: { kind: 'geometric', ratio: [2, 1.5, 0.5] } } }, ['task.importance.ratio[0]']],
  ['the autoencoder takes a list of shapes', { ...toy, shapes: { kind: 'budget', parameterBudget: [512], depth: [1] } }, ['shapes.kind']],
  ['the autoencoder has depth 1', { ...toy, shapes: { shapes: [{ width: 2, depth: 2, neurons: 2 }] } }, ['shapes.shapes[0].depth']],
  ["the autoencoder's neurons are its width", { ...toy, shapes: { shapes: [{ width: 2, depth: 1, neurons: 2 }, { width: 3, depth: 1, neurons: 2 }] } }, ['shapes.shapes[1].neurons']],
  ['an orthonormal embedding has unit rows', { ...absolute, model: { embeddingNorm: 'sqrt-width' } }, ['model.embeddingNorm']],
  ['an orthonormal embedding is its own readout', { ...absolute, model: { unembeddingNorm: 8 } }, ['model.unembeddingNorm']],
  ['orthonormal rows need a listed width of n', { ...absolute, shapes: { kind: 'list', shapes: [{ width: 128, depth: 1, neurons: 8 }, { width: 127, depth: 1, neurons: 8 }] } }, ['shapes.shapes[1]']],
  ['orthonormal rows need every planned width to reach n', { ...absolute, shapes: { depth: [4, 8, 1] } }, ['shapes.depth[1]']],
  ['a budget too small for a depth is refused', { ...recall, shapes: { parameterBudget: [64], depth: [1, 64] } }, ['shapes.depth[1]']],
  ['a budget too large for the widths allowed is refused', { ...recall, shapes: { parameterBudget: [16_777_216], depth: [1], neuronsPerWidth: 0.015625 } }, ['shapes.depth[0]', 'shapes.depth[0]']], // its memory too
  ['two budgets that make one shape are refused', { ...recall, shapes: { parameterBudget: [4096, 4100], depth: [1] } }, ['shapes.depth[0]']],
  ['a sweep has at most 5,000 runs', { ...toy, seeds: { count: 1024 }, training: { steps: 10, learningRate: [0.1, 0.2, 0.3, 0.4, 0.5] }, measurement: { probes: 1 } }, ['']],
  ['importances count among the runs', { task: { kind: 'reconstruction', featureCount: 2, sparsity: [0, 0.5], importance: { kind: 'power', exponent: [0, 1, 2] } }, seeds: { count: 900 }, training: { steps: 60 } }, ['']],
  ['a sweep has a bounded cost', { ...recall, training: { steps: 1_000_000 }, seeds: { count: 200 } }, ['']],
  ['the trained parameters of a sweep are kept, so bounded', { task: { kind: 'recall', featureCount: 8192 }, shapes: { depth: [1] }, training: { steps: 60 }, seeds: { count: 400 } }, ['', 'shapes.depth[0]']],
  ['a run fits into memory', { task: { kind: 'reconstruction', featureCount: 16_384 }, training: { batchSize: 65_536, steps: 60 } }, ['shapes.shapes[0]']],
]

describe('the rules between fields', () => {
  it.each(broken)('%s', (_, draft, paths) => {
    expect(pathsOf(draft)).toEqual(paths)
  })

  it('allow the absolute value on both models', () => {
    expect(pathsOf({ ...absolute, model: { kind: 'autoencoder' } })).toEqual([])
    expect(pathsOf({ ...absolute, model: { embedding: 'trained' } })).toEqual([])
  })
})

describe('experiment text', () => {
  it('is parsed like the value it stands for', () => {
    expect(parseExperimentText('{"task": {"kind": "recall"}}')).toEqual(parseExperiment(recall))
  })

  it('may name a field once only', () => {
    const parsed = parseExperimentText('{"task":{"kind":"recall","kind":"absolute-value"}}')
    expect(parsed.ok ? [] : parsed.error.map(describeProblem)).toEqual([
      "file: received 'kind' again at line 1, character 33, allowed is each name once in an object",
    ])
  })
})
