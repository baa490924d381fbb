/**
 * The schema of experiments, version 1, as data: this table drives the parser (`parse.ts`), the differences that a
 * link carries, and the form. A field stands here once; everything it may be is bounded. A released version never
 * changes its meaning: wider bounds are allowed, another default or field needs version 2 and a migration.
 */
import type { Field, NumberBounds } from './field'
import { modelKinds, modelRecord } from '../science/models/model'
import { regressionKinds, taskKinds, taskTraits } from '../science/tasks/task'
import { frequencyKinds, importanceKinds, presentationsKinds, setsKinds, shapesKinds, type Kinds } from './kinds'

export const schemaVersion = 1

const sparse = { 'task.kind': regressionKinds }
const residual = { 'model.kind': ['residual'] } as const
const autoencoder = { 'model.kind': ['autoencoder'] } as const
const budget = { 'shapes.kind': ['budget'] } as const

const labels: Readonly<Record<string, string>> = {
  ...Object.fromEntries(taskKinds.map((kind) => [kind, taskTraits[kind].label])),
  uniform: 'all equal', geometric: 'geometric: ratio^f', power: 'power law: (f + 1)^-exponent', last: 'the last one apart',
  independent: 'independent', correlated: 'correlated sets: all or none', anticorrelated: 'anticorrelated sets: one or none',
  ...Object.fromEntries(modelKinds.map((kind) => [kind, modelRecord(kind).label])),
  budget: 'equal parameter budget', list: 'named one by one',
  random: 'random, frozen', orthonormal: 'orthonormal, frozen', trained: 'trained', tied: 'trained, readout tied to it', untied: 'trained, readout starts at it',
  written: 'what the layers wrote', stream: 'the whole stream',
  unit: '1', 'sqrt-width': '√d', xavier: 'Xavier-normal entries', linear: 'linear', relu: 'ReLU',
  'inverse-sqrt-depth': '1/√L', 'inverse-depth': '1/L', one: '1', none: 'none', rms: 'RMSNorm before each layer',
  constant: 'constant', cosine: 'cosine to 0',
  unequal: 'fewer where features are rare: same steps and batch', 'equal-by-steps': 'equal over p: steps follow 1/p', 'equal-by-batch': 'equal over p: batch follows 1/p',
}
const options = (...values: readonly string[]) => values.map((value) => ({ value, label: labels[value] }))
const whole = (min: number, max: number, unit: string): NumberBounds => ({ min, max, integer: true, unit })
const real = (min: number, max: number, unit = ''): NumberBounds => ({ min, max, integer: false, unit })

const toyModels = 'Elhage et al. 2022, Toy Models of Superposition'
const kaplan = 'Kaplan et al. 2020, Scaling Laws for Neural Language Models, section 2'

export const fields: readonly Field[] = [
  { path: 'title', kind: 'text', maxLength: 120, label: 'Title', help: 'A name for the experiment.' },
  { path: 'question', kind: 'text', maxLength: 400, label: 'Question', help: 'What it asks, in a sentence; shown above the result.' },

  { path: 'task.kind', kind: 'choice', options: options(...taskKinds), label: 'Task', help: 'What the networks are asked to learn. Everything else has defaults that follow from it.' },
  { path: 'task.featureCount', kind: 'number', ...whole(2, 16_384, 'features'), label: 'Features n', help: 'How many features the data has; for recall, how many keys.' },
  { path: 'task.sparsity', kind: 'numbers', maxItems: 64, ...real(0, 0.99999), when: sparse, label: 'Sparsity S', help: 'Probability that a feature is absent; p = 1 - S is the probability that it is present. Several values are swept.', source: toyModels },
  { path: 'task.importance.kind', kind: 'choice', options: options(...importanceKinds), when: sparse, label: 'Importance', help: 'How strongly each feature weighs in the loss (not how often it occurs).', source: toyModels },
  { path: 'task.importance.ratio', kind: 'numbers', maxItems: 64, ...real(1e-6, 100), when: { ...sparse, 'task.importance.kind': ['geometric'] }, label: 'Ratio', help: 'Importance of feature f is ratio^f, f from 0; above 1 the later features weigh more. Several values are swept.', source: toyModels },
  { path: 'task.importance.exponent', kind: 'numbers', maxItems: 64, ...real(0, 4), when: { ...sparse, 'task.importance.kind': ['power'] }, label: 'Exponent', help: 'Importance of feature f is (f + 1)^-exponent, f from 0. Several values are swept.' },
  { path: 'task.importance.weight', kind: 'numbers', maxItems: 64, ...real(0.0001, 10_000), when: { ...sparse, 'task.importance.kind': ['last'] }, label: 'Weight of the last', help: 'Importance of the last feature; the others have 1. Several values are swept.', source: toyModels },
  { path: 'task.sets.kind', kind: 'choice', options: options(...setsKinds), leftOutAt: 'independent', when: sparse, label: 'Sets of features', help: 'Whether features come alone, in sets of which all members come together, or in sets of which at most one comes. Values are always independent.', source: toyModels },
  { path: 'task.sets.size', kind: 'number', ...whole(2, 64, 'features'), when: { ...sparse, 'task.sets.kind': ['correlated', 'anticorrelated'] }, label: 'Size of a set', help: 'Members of a set, neighbours in the order of features. Sparsity is then that of whole sets.' },
  { path: 'task.frequency.kind', kind: 'choice', options: options(...frequencyKinds), leftOutAt: 'uniform', when: sparse, label: 'Frequency', help: 'Which features come how often, as a factor on p = 1 - S (not how strongly they weigh in the loss).', source: 'Liu, Liu and Gore 2025' },
  { path: 'task.frequency.exponent', kind: 'numbers', maxItems: 64, ...real(0, 4), when: { ...sparse, 'task.frequency.kind': ['power'] }, label: 'Frequency exponent', help: 'Feature f comes with probability p (f + 1)^-exponent, f from 0. Several values are swept.', source: 'Liu, Liu and Gore 2025' },
  { path: 'task.frequency.factor', kind: 'numbers', maxItems: 64, ...real(0.001, 1), when: { ...sparse, 'task.frequency.kind': ['last'] }, label: 'Factor of the last', help: 'The last feature comes with probability p times this. Several values are swept.', source: toyModels },

  { path: 'model.kind', kind: 'choice', options: options(...modelKinds), label: 'Model', help: 'A deep residual MLP, read only from what its layers wrote, or the one-layer toy model.' },
  { path: 'model.tied', kind: 'flag', when: autoencoder, label: 'Tied weights', help: 'The decoder is the transpose of the encoder.', source: toyModels },
  { path: 'model.hidden', kind: 'choice', options: options('linear', 'relu'), when: autoencoder, label: 'Hidden activation', help: 'ReLU gives the hidden units a privileged basis.', source: toyModels },
  { path: 'model.embedding', kind: 'choice', options: options('random', 'orthonormal', 'trained', 'tied', 'untied'), when: residual, label: 'Embedding', help: 'Random and orthonormal rows stay as they are drawn; orthonormal needs d ≥ n and is also the readout. Tied is the toy model of superposition with layers between; untied starts there.' },
  { path: 'model.embeddingNorm', kind: 'choice', options: options('unit', 'sqrt-width', 'xavier'), when: residual, label: 'Embedding norm', help: 'Length of an embedding row at the start; tied and untied embeddings start as the toy model does, with Xavier-normal entries.' },
  { path: 'model.reads', kind: 'choice', options: options('written', 'stream'), leftOutAt: 'written', when: residual, label: 'Readout reads', help: 'Only what the layers wrote, so that nothing passes around them, or the whole stream, the embedding included.' },
  { path: 'model.unembeddingNorm', kind: 'number', ...real(0.01, 100), when: residual, label: 'Readout norm', help: 'Length of a readout row at the start; 1 when the readout is the embedding or starts at it.' },
  { path: 'model.output', kind: 'choice', options: options('linear', 'relu'), label: 'Output activation', help: 'Applied to every output; recall reads logits, which are linear.' },
  { path: 'model.outputBias', kind: 'flag', when: residual, label: 'Output bias', help: 'A trainable constant per output.' },
  { path: 'model.branchScale', kind: 'choice', options: options('inverse-sqrt-depth', 'inverse-depth', 'one'), when: residual, label: 'Branch scale', help: 'Factor on what each layer writes; 1/√L keeps the stream at one size over depths.', source: 'Yang et al. 2023, Tensor Programs VI' },
  { path: 'model.normalisation', kind: 'choice', options: options('none', 'rms'), leftOutAt: 'none', when: residual, label: 'Normalisation', help: 'Whether each layer reads the stream scaled to unit mean square, without a gain. The readout is never normalised.', source: 'Zhang and Sennrich 2019' },

  { path: 'shapes.kind', kind: 'choice', options: options(...shapesKinds), label: 'Shapes', help: 'Solve for shapes of equal size at each depth, or name each shape.' },
  { path: 'shapes.parameterBudget', kind: 'numbers', maxItems: 16, ...whole(64, 16_777_216, 'weights'), when: budget, label: 'Parameter budget N', help: 'Weights of the layers, 2dmL, without embeddings and biases. Several values are swept.', source: kaplan },
  { path: 'shapes.depth', kind: 'numbers', maxItems: 32, ...whole(1, 64, 'layers'), when: budget, label: 'Depths L', help: 'Each budget is spent at each of these depths.' },
  { path: 'shapes.neuronsPerWidth', kind: 'number', ...real(0.015625, 16), when: budget, label: 'Neurons per width α', help: 'm = αd neurons per layer; transformers have 4.' },
  {
    path: 'shapes.shapes', kind: 'shapes', maxItems: 64, when: { 'shapes.kind': ['list'] }, label: 'Shapes',
    help: 'Width d, depth L and neurons per layer m of each shape; the toy model has depth 1 and as many neurons as width. Depth 0 with 0 neurons is a stream without layers.',
    columns: { width: whole(1, 4096, 'dimensions'), depth: whole(0, 64, 'layers'), neurons: whole(0, 16_384, 'neurons') },
  },

  { path: 'training.learningRate', kind: 'numbers', maxItems: 16, ...real(1e-6, 10), label: 'Learning rate', help: 'Peak rate. Several values are swept; the best per shape is chosen on loss.' },
  { path: 'training.weightDecay', kind: 'number', ...real(-1, 1), label: 'Weight decay', help: 'Decoupled, as in AdamW; negative grows weights and so strengthens superposition.', source: 'Loshchilov and Hutter 2019; Liu, Liu and Gore 2025' },
  { path: 'training.beta1', kind: 'number', ...real(0, 0.9999), label: 'Adam β₁', help: 'Memory of the first moment.' },
  { path: 'training.beta2', kind: 'number', ...real(0, 0.99999), label: 'Adam β₂', help: 'Memory of the second moment.' },
  { path: 'training.epsilon', kind: 'number', ...real(1e-12, 0.01), label: 'Adam ε', help: 'Added to the root of the second moment.' },
  { path: 'training.schedule', kind: 'choice', options: options('constant', 'cosine'), label: 'Schedule', help: 'What the learning rate does after the warm-up.' },
  { path: 'training.warmup', kind: 'number', ...real(0, 0.9, 'of the steps'), label: 'Warm-up', help: 'Fraction of the steps over which the rate rises from 0.' },
  { path: 'training.steps', kind: 'numbers', bare: true, maxItems: 8, ...whole(1, 1_000_000, 'steps'), label: 'Steps', help: 'Optimiser steps, equal for all shapes. Several values are swept, each trained from the start: the amount of data D in L(N, D). Tables and verdict are of the longest.' },
  { path: 'training.batchSize', kind: 'number', word: 'full', ...whole(1, 65_536, 'samples'), label: 'Batch', help: 'Fresh samples per step; recall takes all its keys every step: full.' },
  { path: 'training.presentations.kind', kind: 'choice', options: options(...presentationsKinds), leftOutAt: 'unequal', when: sparse, label: 'Presentations per feature', help: 'How often a feature is shown in training, about steps · batch · p. Holding it equal over sparsities gives rare features as much training as frequent ones.' },
  { path: 'training.presentations.sparsity', kind: 'number', ...real(0, 0.99999), when: { ...sparse, 'training.presentations.kind': ['equal-by-steps', 'equal-by-batch'] }, label: 'Stated at sparsity S', help: 'The sparsity at which steps and batch are as stated above. At another, the one that follows is multiplied by the ratio of the two p = 1 - S and rounded to a whole number.' },

  { path: 'seeds.init', kind: 'number', ...whole(0, 4_294_967_295, ''), label: 'Seed of the network', help: 'Replicate r starts from seed + r.' },
  { path: 'seeds.data', kind: 'number', ...whole(0, 4_294_967_295, ''), label: 'Seed of the data', help: 'Replicate r sees the data of seed + r; all shapes see the same.' },
  { path: 'seeds.count', kind: 'number', ...whole(1, 1024, 'replicates'), label: 'Replicates', help: 'Runs per setting that differ in their seeds only; 3 for a preview, 8 for a verdict.' },

  { path: 'measurement.probes', kind: 'number', ...whole(1, 1000, 'points'), label: 'Points of the loss curve', help: 'Evenly spaced over the steps; the last is the last step.' },
  { path: 'measurement.evaluationSamples', kind: 'number', ...whole(0, 262_144, 'samples'), label: 'Held-out samples', help: 'For R² and the Jacobian; at least 64. Recall is evaluated on all its keys and takes 0.' },
]

export const fieldAt: ReadonlyMap<string, Field> = new Map(fields.map((field) => [field.path, field]))

/** Objects on the way to fields: '' is not among them. */
export const sections: ReadonlySet<string> = new Set(
  fields.flatMap(({ path }) => path.split('.').slice(0, -1).map((_, index, keys) => keys.slice(0, index + 1).join('.'))),
)

/** False only when a known kind excludes the field. */
export function exists(field: Field, kinds: Kinds): boolean {
  return Object.entries(field.when ?? {}).every(([path, allowed]) => {
    const kind = kinds[path as keyof Kinds]
    return kind === null || (allowed as readonly string[]).includes(kind)
  })
}
