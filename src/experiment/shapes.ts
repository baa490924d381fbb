/** The shapes that an experiment compares, in its order: budgets outermost, then depths; or as listed. */
import { shapesForBudget } from '../science/training/budget'
import { invariant } from '../science/invariant'
import { nonEmbeddingParameters, type Shape } from '../science/models/model'
import type { Experiment } from './experiment'

export interface PlannedShape {
  readonly shape: Shape
  /** The budget asked for, null for listed shapes. */
  readonly parameterBudget: number | null
  readonly nonEmbeddingParameters: number // N as realised
}

export type ShapeRequest =
  | ({ readonly kind: 'shape' } & PlannedShape & { readonly path: string })
  | { readonly kind: 'none'; readonly path: string; readonly reason: string }

/** One answer per shape asked for, infeasible ones included; `path` is the field that asked. */
export function requestedShapes(experiment: Pick<Experiment, 'shapes' | 'task' | 'model'>): readonly ShapeRequest[] {
  const { shapes, model } = experiment
  // N depends on the shape and on tying only, so any task of this size will do
  const task = { kind: 'recall', featureCount: experiment.task.featureCount } as const
  const planned = (shape: Shape, parameterBudget: number | null, path: string): ShapeRequest =>
    ({ kind: 'shape', shape, parameterBudget, nonEmbeddingParameters: nonEmbeddingParameters({ task, model, shape }), path })
  switch (shapes.kind) {
    case 'list':
      return shapes.shapes.map(({ width, depth, neurons }, index) => planned({ width, depth, neurons }, null, `shapes.shapes[${index}]`))
    case 'budget':
      return shapes.parameterBudget.flatMap((parameterBudget) =>
        shapesForBudget(parameterBudget, shapes.depth, shapes.neuronsPerWidth).map((found, index): ShapeRequest => {
          const path = `shapes.depth[${index}]`
          return found.kind === 'none' ? { kind: 'none', path, reason: found.reason } : planned(found.shape, parameterBudget, path)
        }))
  }
  shapes satisfies never
}

/** Those that exist, each with the field that asked. */
export const feasibleShapes = (experiment: Parameters<typeof requestedShapes>[0]): Extract<ShapeRequest, { kind: 'shape' }>[] =>
  requestedShapes(experiment).filter((request) => request.kind === 'shape')

/** All of them, for a parsed experiment, whose shapes all exist. */
export function shapesOf(experiment: Experiment): readonly PlannedShape[] {
  return requestedShapes(experiment).map((request): PlannedShape => {
    invariant(request.kind === 'shape', () => `a parsed experiment asks for a shape that does not exist at ${request.path}`)
    const { shape, parameterBudget, nonEmbeddingParameters: parameters } = request
    return { shape, parameterBudget, nonEmbeddingParameters: parameters }
  })
}
