/**
 * What no single field can say: which task, model, shapes and training go together, and what the whole may cost.
 * Several rules answer at once. What is about one model alone stands in model-rules.ts.
 */
import { flopsOfRun } from '../science/metrics/measuring-cost'
import { modelRecord, modelsFor, parameterLayout } from '../science/models/model'
import { familyOf } from '../science/tasks/family'
import { type RecallTask, isRecall, partsOf } from '../science/tasks/task'
import { activationBytes, parameterBytes } from '../science/training/cost'
import type { Experiment } from './experiment'
import { maxFlops, maxRunBytes, maxRuns, maxStoredBytes } from './limits'
import { modelRules } from './model-rules'
import type { Problem } from './problem'
import { trainedAt } from './presentations'
import type { Rule } from './rule'
import { axesPerShape, firstRunsOf, runsPerShape, stepsOf } from './runs'
import { fieldAt } from './schema'
import { feasibleShapes, requestedShapes, type PlannedShape, type ShapeRequest } from './shapes'

/** All rules, for parsing: those that read an unsound field are not asked. */
export function brokenRules(experiment: Experiment, isSound: (path: string) => boolean): Problem[] {
  return rules.filter(({ reads }) => reads.every(isSound)).flatMap((rule) => rule.check(experiment))
}

type FeatureTask = Exclude<Experiment['task'], RecallTask>

/** A rule about the data of a regression; keys have none. */
function aboutFeatures(reads: readonly string[], check: (task: FeatureTask) => readonly Problem[]): Rule {
  return { reads: ['task.kind', ...reads], check: ({ task }) => (isRecall(task) ? [] : check(task)) }
}

const rules: readonly Rule[] = [
  {
    reads: ['task.kind', 'model.kind'],
    check: ({ task, model }) => {
      const reason = modelRecord(model.kind).tasks[task.kind].refused
      return reason === null ? [] : [{ path: 'model.kind', allowed: modelsFor(task.kind).map((kind) => `'${kind}'`).join(' or '), received: `'${model.kind}'`, reason }]
    },
  },
  {
    reads: ['task.kind', 'training.batchSize'],
    check: ({ task, training: { batchSize } }) => {
      if (!familyOf(task).seesFreshData) {
        return batchSize === 'full' ? [] : [{ path: 'training.batchSize', allowed: "'full'", received: String(batchSize), reason: 'recall takes all its keys every step' }]
      }
      return batchSize === 'full' ? [{ path: 'training.batchSize', allowed: 'a whole number from 1 to 65536', received: "'full'", reason: 'only recall has a full batch' }] : []
    },
  },
  {
    reads: ['task.kind', 'measurement.evaluationSamples'],
    check: ({ task, measurement: { evaluationSamples } }) => {
      const recall = !familyOf(task).seesFreshData
      if (recall ? evaluationSamples === 0 : evaluationSamples >= 64) return []
      return [{
        path: 'measurement.evaluationSamples', allowed: recall ? '0' : 'a whole number from 64 to 262144', received: String(evaluationSamples),
        reason: recall ? 'recall is evaluated on all its keys' : 'R² needs held-out samples',
      }]
    },
  },
  {
    reads: ['measurement.probes', 'training.steps'],
    check: (experiment) => (experiment.training.presentations === undefined ? tooManyProbes(experiment, stepsOf(experiment)) : []),
  },
  {
    reads: ['measurement.probes', 'training.steps', 'training.presentations', 'task'],
    check: (experiment) => experiment.training.presentations === undefined ? []
      : tooManyProbes(experiment, lengthsBySparsity(experiment).flatMap(({ trained }) => trained.map(({ steps }) => steps))),
  },
  { reads: ['task', 'training.steps', 'training.batchSize', 'training.presentations'], check: presentationProblems },
  aboutFeatures(['task.featureCount', 'task.importance'], ({ featureCount, importance }) => {
    if (importance.kind !== 'geometric') return []
    return importance.ratio.flatMap((ratio, index): Problem[] => {
      const logarithm = (featureCount - 1) * Math.log10(ratio) // of the last feature's importance
      return logarithm >= -30 && logarithm <= 6 ? [] : [{
        path: `task.importance.ratio[${index}]`, allowed: 'a ratio whose power n - 1 is from 1e-30 to 1e6', received: String(ratio),
        reason: `the last of ${featureCount} features would have importance 1e${logarithm.toFixed(0)}`,
      }]
    })
  }),
  aboutFeatures(['task.featureCount', 'task.sets'], ({ featureCount, sets }) => sets === undefined || featureCount % sets.size === 0 ? [] : [{
    path: 'task.sets.size', allowed: `a size that divides ${featureCount}, the number of features`, received: String(sets.size),
  }]),
  aboutFeatures(['task.sets', 'task.frequency'], ({ sets, frequency }) => sets === undefined || frequency === undefined ? [] : [{
    path: 'task.frequency.kind', allowed: "'uniform'", received: `'${frequency.kind}'`, reason: 'features in sets share the frequency of their set',
  }]),
  aboutFeatures(['task.sets'], (task) => task.sets?.kind !== 'anticorrelated' || partsOf(task, 0).length === 1 ? [] : [{
    path: 'task.sets.kind', allowed: "'independent' or 'correlated'", received: "'anticorrelated'", reason: 'members of one set never come together, so their AND is always 0',
  }]),
  ...modelRules,
  {
    reads: ['model.kind', 'shapes'],
    check: (experiment) => experiment.shapes.kind === 'budget' ? budgetProblems(requestedShapes(experiment)) : [],
  },
  {
    reads: ['task', 'model', 'shapes', 'training', 'seeds.count', 'measurement.evaluationSamples'],
    check: (experiment) => costProblems(experiment, feasibleShapes(experiment)),
  },
]

function tooManyProbes({ measurement: { probes } }: Experiment, lengths: readonly number[]): Problem[] {
  const steps = Math.min(...lengths)
  return probes <= steps ? [] : [{ path: 'measurement.probes', allowed: `at most ${steps}, the number of steps`, received: String(probes) }]
}

/** Each sparsity (null for recall) with what the stated lengths of training are at it. */
function lengthsBySparsity({ task, training }: Experiment): { readonly sparsity: number | null; readonly trained: readonly ReturnType<typeof trainedAt>[] }[] {
  return (isRecall(task) ? [null] : task.sparsity).map((sparsity) => ({ sparsity, trained: stepsOf({ training }).map((steps) => trainedAt(training, sparsity, steps, task.featureCount)) }))
}

/** Steps and batches that follow the sparsity must stay within what a run may have, and lengths of training apart from each other. */
function presentationProblems(experiment: Experiment): Problem[] {
  const { presentations } = experiment.training
  if (presentations === undefined) return []
  const follows = presentations.kind === 'equal-by-steps' ? 'steps' : 'batchSize', bounds = fieldAt.get(`training.${follows}`)
  if (bounds?.kind !== 'number' && bounds?.kind !== 'numbers') return []
  return lengthsBySparsity(experiment).flatMap(({ sparsity, trained }, index): Problem[] => {
    const path = `task.sparsity[${index}]`, values = trained.map((each) => each[follows]), received = String(sparsity)
    const outside = values.find((value) => value < bounds.min || value > bounds.max)
    if (outside !== undefined) {
      return [{ path, allowed: `a sparsity at which training takes ${bounds.min} to ${bounds.max} ${bounds.unit}`, received, reason: `with presentations as at S = ${presentations.sparsity} it takes ${outside}` }]
    }
    if (follows === 'batchSize' || new Set(values).size === values.length) return []
    return [{ path, allowed: 'a sparsity at which the lengths of training stay different', received, reason: `with presentations as at S = ${presentations.sparsity} they are ${values.join(', ')} steps` }]
  })
}

/** Depths that a budget cannot be spent at, or not within the bounds of shapes, or only as another budget was. */
function budgetProblems(requests: readonly ShapeRequest[]): Problem[] {
  const field = fieldAt.get('shapes.shapes')
  const columns = field?.kind === 'shapes' ? field.columns : null
  const seen = new Set<string>()
  return requests.flatMap((request): Problem[] => {
    const { path } = request
    if (request.kind === 'none') return [{ path, allowed: 'a depth at which the budget makes a shape', received: 'one where none exists', reason: request.reason }]
    const { shape, parameterBudget } = request
    const name = `width ${shape.width}, depth ${shape.depth}, neurons ${shape.neurons}`
    const place = `budget ${parameterBudget}`
    if (columns && (shape.width > columns.width.max || shape.neurons > columns.neurons.max)) {
      return [{ path, allowed: `shapes of at most width ${columns.width.max} and ${columns.neurons.max} neurons`, received: name, reason: place }]
    }
    if (seen.has(name)) return [{ path, allowed: 'budgets that make different shapes', received: `${name} again`, reason: place }]
    seen.add(name)
    return []
  })
}

function costProblems(experiment: Experiment, shapes: readonly (PlannedShape & { readonly path: string })[]): Problem[] {
  const perShape = runsPerShape(experiment)
  const runs = perShape * shapes.length
  const specs = shapes.map((shape) => ({ path: shape.path, unlike: firstRunsOf(experiment, shape) }))
  const flops = specs.reduce((sum, { unlike }) => sum + unlike.reduce((own, spec) => own + perShape / unlike.length * flopsOfRun(spec), 0), 0)
  const stored = specs.reduce((sum, { unlike: [spec] }) => sum + perShape * 4 * parameterLayout(spec).total, 0)
  const heavy = specs.map(({ path, unlike }) => ({ path, bytes: Math.max(...unlike.map((spec) => parameterBytes(spec) + activationBytes(spec))) })).filter(({ bytes }) => bytes > maxRunBytes)
  return [
    ...(runs <= maxRuns ? [] : [{ path: '', allowed: `at most ${maxRuns} runs`, received: `${runs} runs`, reason: describeGrid(experiment, shapes.length) }]),
    ...(flops <= maxFlops ? [] : [{ path: '', allowed: `at most ${maxFlops.toExponential()} floating-point operations`, received: flops.toExponential(1) }]),
    ...(stored <= maxStoredBytes ? [] : [{ path: '', allowed: `at most ${mebibytes(maxStoredBytes)} of trained parameters`, received: mebibytes(stored), reason: `${runs} runs keep theirs` }]),
    ...heavy.map(({ path, bytes }) => ({ path, allowed: `at most ${mebibytes(maxRunBytes)} for one run`, received: mebibytes(bytes), reason: 'parameters, optimiser state and one batch of activations' })),
  ]
}

/** '3 shapes × 2 sparsities × 900 replicates': axes of one value multiply nothing. */
function describeGrid(experiment: Experiment, shapes: number): string {
  return [{ plural: 'shapes', count: shapes }, ...axesPerShape(experiment)]
    .filter(({ count }) => count > 1).map(({ plural, count }) => `${count} ${plural}`).join(' × ')
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`
}
