/**
 * A run's spec from outside. There is one set of bounds, the experiment's, so a spec is read as the experiment of
 * that single run: it must parse, and planning it must give back the very run that the id names.
 */
import { isRecall, taskKinds } from '../../science/tasks/task'
import type { RunSpec } from '../../science/training/run-spec'
import { parseExperiment } from '../../experiment/parse'
import { isPlainObject } from '../../experiment/plain-object'
import { planSweep } from '../../experiment/plan'
import { describeProblem } from '../../experiment/problem'
import { failure, success, type Result } from '../../experiment/result'

/** @returns the spec, or what is wrong with it */
export function readRunSpec(value: unknown, id: string): Result<RunSpec, string> {
  const experiment = asExperiment(value)
  if (experiment === null) return failure('spec: not the spec of a run')
  const parsed = parseExperiment(experiment)
  if (!parsed.ok) return failure(parsed.error.slice(0, 5).map((problem) => `spec.${describeProblem(problem)}`).join('; '))
  const [run] = planSweep(parsed.value).runs
  return run.id === id ? success(run.spec) : failure(`id: ${id} is not the id of this spec, which is ${run.id}`)
}

function asExperiment(value: unknown): Record<string, unknown> | null {
  if (!isPlainObject(value)) return null
  const { task, model, shape, training, seeds, measurement, ...rest } = value
  if (!isPlainObject(task) || !isPlainObject(training) || !isPlainObject(seeds) || Object.keys(rest).length > 0) return null
  const kind = taskKinds.find((known) => known === task.kind)
  const recall = kind !== undefined && isRecall({ kind })
  const allKeys = recall && training.batchSize === task.featureCount
  return {
    title: 'one run', question: '',
    task: recall ? task : { ...task, sparsity: [task.sparsity], importance: asSwept(task.importance), ...(task.frequency !== undefined && { frequency: asSwept(task.frequency) }) },
    model,
    shapes: { kind: 'list', shapes: [shape] },
    training: { ...training, learningRate: [training.learningRate], batchSize: allKeys ? 'full' : training.batchSize },
    seeds: { ...seeds, count: 1 },
    measurement,
  }
}

/** The swept number of the law, whichever it has, as a list of one. */
function asSwept(law: unknown): unknown {
  if (!isPlainObject(law)) return law
  return Object.fromEntries(Object.entries(law).map(([name, value]) => [name, name === 'kind' ? value : [value]]))
}
