/** Rules of one model: what its own fields, the task's and the shapes must be beside each other. A model without rules says so by []. */
import { modelKinds, type Embedding, type ModelKind, type ModelOf } from '../science/models/model'
import { isRecall, taskTraits } from '../science/tasks/task'
import type { Experiment } from './experiment'
import type { Problem } from './problem'
import type { Rule } from './rule'
import { feasibleShapes } from './shapes'

interface ModelRule<K extends ModelKind> {
  /** Fields or sections that the rule reads besides model.kind. */
  readonly reads: readonly string[]
  check(experiment: Experiment & { readonly model: ModelOf<K> }): readonly Problem[]
}

const toyStart = 'a tied or untied embedding starts as the toy model does, and its readout with it'
/** What the norms at the start may be; `readoutNorm` null: any. */
const embeddingRules: Readonly<Record<Embedding, { readonly norms: readonly string[]; readonly readoutNorm: number | null; readonly reason: string }>> = {
  random: { norms: ['unit', 'sqrt-width'], readoutNorm: null, reason: 'frozen rows all have one length' },
  orthonormal: { norms: ['unit'], readoutNorm: 1, reason: 'an orthonormal embedding is its own readout' },
  trained: { norms: ['unit', 'sqrt-width'], readoutNorm: null, reason: 'rows start at one length' },
  tied: { norms: ['xavier'], readoutNorm: 1, reason: toyStart },
  untied: { norms: ['xavier'], readoutNorm: 1, reason: toyStart },
}

const rules: { readonly [K in ModelKind]: readonly ModelRule<K>[] } = {
  residual: [
    {
      reads: ['task.kind', 'model.output'],
      check: ({ task, model: { output } }) => taskTraits[task.kind].loss === 'cross-entropy' && output !== 'linear'
        ? [{ path: 'model.output', allowed: "'linear'", received: `'${output}'`, reason: 'recall reads logits' }]
        : [],
    },
    {
      reads: ['model'],
      check: ({ model: { embedding, embeddingNorm, unembeddingNorm } }) => {
        const { norms, readoutNorm, reason } = embeddingRules[embedding]
        return [
          ...(norms.includes(embeddingNorm) ? [] : [{ path: 'model.embeddingNorm', allowed: norms.map((norm) => `'${norm}'`).join(' or '), received: `'${embeddingNorm}'`, reason }]),
          ...(readoutNorm === null || unembeddingNorm === readoutNorm ? [] : [{ path: 'model.unembeddingNorm', allowed: String(readoutNorm), received: String(unembeddingNorm), reason }]),
        ]
      },
    },
    {
      reads: ['task.kind', 'model.embedding'],
      check: ({ task, model: { embedding } }) => {
        if (embedding !== 'tied' && embedding !== 'untied') return []
        if (isRecall(task)) return [{ path: 'model.embedding', allowed: "'random' or 'trained'", received: `'${embedding}'`, reason: 'keys and values of recall have nothing in common that a readout could start at' }]
        const { needsUntied } = taskTraits[task.kind]
        return needsUntied !== null && embedding === 'tied' ? [{ path: 'model.embedding', allowed: "'untied', 'trained', 'random' or 'orthonormal'", received: "'tied'", reason: needsUntied }] : []
      },
    },
    {
      reads: ['model.reads', 'shapes'],
      check: (experiment) => feasibleShapes(experiment).flatMap(({ path, shape: { depth, neurons } }): Problem[] => [
        ...(depth > 0 || experiment.model.reads === 'stream' ? [] : [{ path, allowed: 'a depth of at least 1', received: '0', reason: 'without layers nothing is written; model.reads must be \'stream\'' }]),
        ...((depth > 0) === (neurons > 0) ? [] : [{ path, allowed: depth > 0 ? 'at least 1 neuron per layer' : '0 neurons', received: String(neurons), reason: depth > 0 ? 'a layer without neurons writes nothing' : 'there is no layer that could hold them' }]),
      ]),
    },
    {
      reads: ['task.featureCount', 'model.embedding', 'shapes'],
      check: (experiment) => {
        const { task: { featureCount }, model } = experiment
        if (model.embedding !== 'orthonormal') return []
        return feasibleShapes(experiment).filter(({ shape }) => shape.width < featureCount).map(({ path, shape }): Problem => ({
          path, allowed: `a width of at least ${featureCount}, the number of features`, received: `width ${shape.width} at depth ${shape.depth}`,
          reason: 'no more than d rows can be orthonormal in d dimensions',
        }))
      },
    },
  ],
  autoencoder: [
    {
      reads: ['task.kind', 'model.tied'],
      check: ({ task, model: { tied } }) => {
        const needsUntied = isRecall(task) ? null : taskTraits[task.kind].needsUntied
        return needsUntied !== null && tied ? [{ path: 'model.tied', allowed: 'false', received: 'true', reason: needsUntied }] : []
      },
    },
    {
      reads: ['shapes'],
      check: ({ shapes }) => {
        if (shapes.kind !== 'list') return [{ path: 'shapes.kind', allowed: "'list'", received: `'${shapes.kind}'`, reason: 'the autoencoder has one layer, so no depth to trade for width' }]
        return shapes.shapes.flatMap(({ width, depth, neurons }, index): Problem[] => [
          ...(depth === 1 ? [] : [{ path: `shapes.shapes[${index}].depth`, allowed: '1', received: String(depth), reason: 'the autoencoder has one hidden layer' }]),
          ...(neurons === width ? [] : [{ path: `shapes.shapes[${index}].neurons`, allowed: `${width}, the width`, received: String(neurons), reason: "the autoencoder's neurons are its hidden units" }]),
        ])
      },
    },
  ],
}

const rulesOf = <K extends ModelKind>(kind: K): readonly Rule[] => rules[kind].map((rule): Rule => ({
  reads: ['model.kind', ...rule.reads],
  check: (experiment) => (isOf(experiment, kind) ? rule.check(experiment) : []),
}))

const isOf = <K extends ModelKind>(experiment: Experiment, kind: K): experiment is Experiment & { readonly model: ModelOf<K> } =>
  experiment.model.kind === kind

export const modelRules: readonly Rule[] = modelKinds.flatMap(rulesOf)
