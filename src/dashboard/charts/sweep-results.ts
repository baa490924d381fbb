/** What charts are drawn from: the runs of a sweep, what is concluded from them, and which shape a run has. */
import type { RunRecord } from '../../runner/keeping/run-record'
import type { Shape } from '../../science/models/model'
import type { RunSpec } from '../../science/training/run-spec'
import type { ShapeRow } from '../../science/summary'
import type { LabelledSummary } from '../../report/labels'

export interface SweepResults {
  readonly runs: readonly RunRecord[] // in plan order
  readonly runOf: ReadonlyMap<string, RunRecord> // by id
  readonly summary: LabelledSummary
  /** Distinct shapes in plan order; a shape's place decides its colour, marker and dash. */
  readonly shapes: readonly Shape[]
}

export function shapeKey({ width, depth, neurons }: Shape): string { return `${width}/${depth}/${neurons}` }

/** Distinct shapes of runs, in plan order. */
export function shapesOfRuns(runs: readonly { readonly spec: RunSpec }[]): readonly Shape[] {
  const seen = new Map<string, Shape>()
  for (const { spec: { shape } } of runs) if (!seen.has(shapeKey(shape))) seen.set(shapeKey(shape), shape)
  return [...seen.values()]
}

export function shapeIndex({ shapes }: Pick<SweepResults, 'shapes'>, shape: Shape): number {
  const key = shapeKey(shape)
  return Math.max(0, shapes.findIndex((other) => shapeKey(other) === key))
}

/** The runs that a row of the note's table averages, in its order: the mean of what is drawn of them is the mean that is drawn. */
export const averagedRuns = ({ runOf }: Pick<SweepResults, 'runOf'>, row: ShapeRow): readonly RunRecord[] => row.runs.map((id) => runOf.get(id)!)

/** Of a row's runs the one with the least final loss: the one whose geometry is drawn. */
export function representativeRun(results: SweepResults, row: ShapeRow): RunRecord | null {
  const finalLoss = ({ curve }: RunRecord): number => curve.loss.at(-1) ?? Infinity
  return averagedRuns(results, row).reduce<RunRecord | null>(
    (best, run) => (best === null || finalLoss(run) < finalLoss(best) ? run : best), null)
}
