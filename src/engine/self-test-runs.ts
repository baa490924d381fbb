/**
 * The tiny runs by which an engine is tested: one for every task by every model that may be asked, and further ones until every
 * kernel that a field of the model selects has run. They follow from the tables of science: a further task, model or embedding is
 * tested too, or does not compile.
 */
import { defaultsOf } from '../experiment/defaults'
import { assumeKinds, readKinds } from '../experiment/kinds'
import { firstRunsOf } from '../experiment/runs'
import { shapesOf } from '../experiment/shapes'
import { hasDepth, modelsFor, type Embedding, type Model, type ModelKind, type ModelOf, type Network, type ResidualModel, type Shape } from '../science/models/model'
import { isRecall, taskKinds, type TaskKind } from '../science/tasks/task'
import type { RunSpec } from '../science/training/run-spec'
import { kernelChoices } from './kernel-table'

export const selfTestSteps = 3

const smallest = { features: 5, batch: 16, width: 5, depth: 2, neurons: 3 }

/** The default experiment of these kinds, made as small as can be. */
export function selfTestRun(task: TaskKind, model: ModelKind): RunSpec {
  const whole = defaultsOf({ ...assumeKinds(readKinds({ task: { kind: task }, model: { kind: model } })), 'shapes.kind': 'list' })
  const small = {
    ...whole,
    task: isRecall(whole.task) ? { ...whole.task, featureCount: smallest.features } : { ...whole.task, featureCount: smallest.features, sparsity: [0.5] },
    training: {
      ...whole.training, learningRate: [0.01], weightDecay: 0.01, schedule: 'constant' as const, warmup: 0, steps: selfTestSteps,
      batchSize: whole.training.batchSize === 'full' ? 'full' as const : smallest.batch,
    },
  }
  const [planned] = shapesOf(small)
  const shape: Shape = {
    width: Math.min(planned.shape.width, smallest.width), depth: Math.min(planned.shape.depth, smallest.depth),
    neurons: Math.min(planned.shape.neurons, smallest.neurons),
  }
  return firstRunsOf(small, { ...planned, shape })[0]
}

/** The tiny run that asks for the same kernels as this network, and is the default in all else. */
export function selfTestRunLike({ task, model, shape }: Network): RunSpec {
  const small = selfTestRun(task.kind, model.kind)
  return { ...small, model: modelLike(small.model, model), shape: hasLayers(shape) ? small.shape : { ...small.shape, depth: 0, neurons: 0 } }
}

/** Equal for networks that ask for the same kernels. */
export const kernelsKey = ({ task, model, shape }: Network): string =>
  [...kernelChoices({ task, model }).map(({ value }) => value), ...(hasLayers(shape) ? [] : ['without layers'])].join(' ')

const hasLayers = ({ depth }: Shape): boolean => depth > 0

/** One for every task by every model, at the defaults. */
export const defaultRuns = (): readonly RunSpec[] => taskKinds.flatMap((task) => modelsFor(task).map((model) => selfTestRun(task, model)))

export const selfTestRuns = (): readonly RunSpec[] => [
  ...defaultRuns(),
  ...modelsFor('reconstruction').flatMap((kind) => {
    const { task, model, shape } = selfTestRun('reconstruction', kind)
    return [
      ...variantsOf(model).map((variant) => selfTestRunLike({ task, model: variant, shape })),
      ...(hasDepth(model) ? [selfTestRunLike({ task, model, shape: { ...shape, depth: 0 } })] : []),
    ]
  }),
]

/** The first of these runs for each model: what a GPU engine compiles before it is used at all (decision 0120). */
export const onePerModel = (runs: readonly RunSpec[]): readonly RunSpec[] =>
  runs.filter(({ model }, at) => runs.findIndex((other) => other.model.kind === model.kind) === at)

interface ModelsOfTests<K extends ModelKind> {
  /** The small model, with those fields of the asked one that select kernels. */
  like(small: ModelOf<K>, asked: ModelOf<K>): ModelOf<K>
  /** Models that between them have every value of every such field. */
  variants(small: ModelOf<K>): readonly ModelOf<K>[]
}

const modelsOfTests: { readonly [K in ModelKind]: ModelsOfTests<K> } = {
  autoencoder: { like: (small) => small, variants: () => [] },
  residual: {
    like: (small, asked) => residualLike(small, asked),
    variants: (small) => Object.values(residualVariants).map((asked) => residualLike(small, asked)),
  },
}

type ResidualKernels = Pick<ResidualModel, 'embedding' | 'normalisation' | 'reads'>

const residualVariants = {
  random: { embedding: 'random', normalisation: 'rms' },
  orthonormal: { embedding: 'orthonormal', normalisation: 'rms', reads: 'stream' },
  trained: { embedding: 'trained', reads: 'stream' },
  tied: { embedding: 'tied' },
  untied: { embedding: 'untied', normalisation: 'rms', reads: 'stream' },
} as const satisfies { readonly [E in Embedding]: ResidualKernels & { readonly embedding: E } }

function residualLike({ kind, output, outputBias, branchScale, ...small }: ResidualModel, { embedding, normalisation, reads }: ResidualKernels): ResidualModel {
  const { embeddingNorm, unembeddingNorm } = embedding === small.embedding ? small : norms[embedding]
  return {
    kind, embedding, embeddingNorm, unembeddingNorm, output, outputBias, branchScale,
    ...(normalisation && { normalisation }), ...(reads && { reads }),
  }
}

/** What each embedding may start from (experiment/model-rules.ts). */
const norms = {
  random: { embeddingNorm: 'unit', unembeddingNorm: 1 }, orthonormal: { embeddingNorm: 'unit', unembeddingNorm: 1 },
  trained: { embeddingNorm: 'unit', unembeddingNorm: 1 },
  tied: { embeddingNorm: 'xavier', unembeddingNorm: 1 }, untied: { embeddingNorm: 'xavier', unembeddingNorm: 1 },
} as const satisfies Record<Embedding, Pick<ResidualModel, 'embeddingNorm' | 'unembeddingNorm'>>

const modelLike = <K extends ModelKind>(small: ModelOf<K>, asked: ModelOf<K>): Model => modelsOfTests[small.kind as K].like(small, asked)
const variantsOf = <K extends ModelKind>(small: ModelOf<K>): readonly Model[] => modelsOfTests[small.kind as K].variants(small)
