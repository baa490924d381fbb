/** What arrangements, neurons and phases are called, and what claims of a kind ask for. */
import { arrangementOf } from '../../../../src/science/claims/arrangements'
import type { TrainedRun } from '../../../../src/science/claims/claim'
import { monosemanticShare, sharedNeurons } from '../../../../src/science/claims/elhage-neurons'
import { type ClaimId, claimOf } from '../../../../src/science/claims/registry'
import { interferenceGraph } from '../../../../src/science/metrics/interference-graph'
import { measureRun } from '../../../../src/science/metrics/measure'
import type { ImportanceLaw } from '../../../../src/science/tasks/task'
import { polygon } from '../metrics/arrangements'
import { noteShapes, plantedRuns } from '../planted-runs'
import { bottleneck, runOf, tiedRelu } from '../run-examples'
import { type Cases, judged, pairAbout } from './either-side'

/** A tied model with these directions [f][h], without bias. */
function held(directions: readonly (readonly number[])[], p = 0.1, importance: ImportanceLaw = { kind: 'uniform' }): TrainedRun {
  const run = { ...runOf({ kind: 'reconstruction', featureCount: directions.length, sparsity: 1 - p, importance }, tiedRelu, bottleneck(directions[0].length)), measurement: { probes: 1, evaluationSamples: 16 } }
  const parameters = Float32Array.from([...directions.flat(), ...directions.map(() => 0)])
  return { id: JSON.stringify(run), spec: run, replicate: 0, loss: 0, lateImprovement: null, parameters, metrics: measureRun(run, parameters) }
}
const findingOf = (id: ClaimId, runs: readonly TrainedRun[]) => claimOf(id).judge(runs)

/** Two unit vectors at this cosine. */
const atCosine = (cosine: number): number[][] => [[1, 0], [cosine, Math.sqrt(1 - cosine ** 2)]]
const graph = (products: readonly (readonly number[])[]) => interferenceGraph(products.flat(), products.length)
const componentOf = (products: readonly (readonly number[])[]) => graph(products).components[0]

/** Products of a tetrahedron; the first two features at another cosine, and the last of this squared length. */
const bentTetrahedron = (change: number, squared = 1): number[][] => [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => {
  const length = (i === 3 ? Math.sqrt(squared) : 1) * (j === 3 ? Math.sqrt(squared) : 1)
  return length * (i === j ? 1 : i + j === 1 ? change - 1 / 3 : -1 / 3)
}))
const nameOf = (products: readonly (readonly number[])[]) => componentOf(products).arrangement?.name ?? null

/** D of the longer feature of a pentagon: l²/(l² + 3/2). */
const pentagonWith = (D: number) => arrangementOf(held(polygon(5).map((row, f) => row.map((x) => (f === 0 ? x * Math.sqrt(1.5 * D / (1 - D)) : x)))))

/** Six features in pairs of orthogonal planes, of which every pair has this cosine. */
const pairs = (cosine: number) => held([0, 1, 2].flatMap((pair) => atCosine(cosine).map((row) => [0, 1, 2].flatMap((other) => (other === pair ? row : [0, 0])))), 0.3)
/** Three features in two dimensions; the last, half as important, is antipodal to the second but for this cosine. */
const withLast = (cosine: number) => findingOf('phase-diagram-three', [held([[1, 0], [0, 1], [Math.sqrt(1 - cosine ** 2), cosine]], 0.1, { kind: 'last', weight: 0.5 })]).met

/** A run whose weights into neurons are these, [f][h]. */
function wired(weights: readonly (readonly number[])[]): TrainedRun {
  const [run] = plantedRuns({
    shapes: [{ width: weights[0].length, depth: 1, neurons: weights[0].length }], seeds: 1, count: () => 1,
    task: { kind: 'reconstruction', featureCount: weights.length, sparsity: 0.5, importance: { kind: 'uniform' } },
  })
  return { ...run, parameters: null, metrics: { scalars: run.metrics.scalars, arrays: { featureDirections: { axes: 'fh', shape: [weights.length, weights[0].length], values: Float32Array.from(weights.flat()) } } } }
}

/** A wrong cell of the phase diagram at r = 1, whose boundary is p = 4/7, this many decades below it; and a right one far from it. */
const wrongAt = (decades: number) => findingOf('phase-diagram', [held([[1], [0]], 4 / 7 * 10 ** -decades), held([[1], [-1]], 0.01)]).met
/** As many cells as the value says, one of them wrong. */
const oneWrong = (cells: number) => findingOf('phase-diagram', Array.from({ length: cells }, (_, k) => held(k === 0 ? [[1], [0]] : [[1], [-1]], 0.01 + 0.001 * k))).met

/**
 * Two seeds of two shapes, L 4:1, counts e^±error: s has the 95% interval ±4.302653·√2·error/ln 4. The claim is s = 0 ± 0.05.
 */
const exponentOfWidth = (width: number) => {
  const error = width / 2 * Math.log(4) / (4.302653 * Math.SQRT2)
  return findingOf('control-recall', plantedRuns({ shapes: noteShapes.slice(0, 2), seeds: 2, count: () => 1 }).map((run) => ({
    ...run, parameters: null, metrics: { ...run.metrics, scalars: { ...run.metrics.scalars, featuresLearned: 100 * Math.exp(pairAbout(0, error)[run.replicate]) } },
  }))).met
}

export const arrangementCases = {
  joinedAbove: [
    judged('edges', (cosine) => graph([[1, cosine], [cosine, 1]]).edges.length, [0.199, 0], [0.201, 1]),
    judged('edges of opposite features', (cosine) => graph([[1, cosine], [cosine, 1]]).edges.length, [-0.201, 1], [-0.199, 0]),
  ],
  arrangementTolerance: [
    judged('cosines', (change) => nameOf(bentTetrahedron(change)), [0.119, 'tetrahedron'], [0.121, null]),
    judged('D', (D) => nameOf(bentTetrahedron(0, D / (1 - D) / 3)), [0.799, 'tetrahedron'], [0.801, null]), // l² = D/(1 − D)/3, and ¾ + 0.05
  ],
  heldByRank: [judged('rank of two features', (cosine) => componentOf([[1, -cosine], [-cosine, 1]]).rank, [0.894, 2], [0.895, 1])], // 1 − cos² = 0.2
  antipodalBelow: [
    judged('a digon', (cosine) => arrangementOf(held(atCosine(cosine))), [-0.991, 'digons'], [-0.989, 'other']),
    judged('anticorrelated pairs', (cosine) => findingOf('anticorrelated-antipodal', [held([[0, 1], [0, 1]].flatMap((_, pair) => atCosine(cosine).map((row) => (pair === 0 ? [...row, 0, 0] : [0, 0, ...row]))))]).met, [-0.991, true], [-0.989, false]),
  ],
  bentAntipodalBelow: [judged('the phase of three features', withLast, [-0.951, true], [-0.949, false])],
  orthogonalBelow: [
    judged('features alone', (cosine) => arrangementOf(held(atCosine(cosine))), [0.139, 'dedicated'], [0.141, 'other']),
    judged('anticorrelated pairs', (cosine) => findingOf('anticorrelated-antipodal', [held([...[1, -1].map((sign) => [sign, 0]), ...[1, -1].map((sign) => [sign * cosine, sign * Math.sqrt(1 - cosine ** 2)])])]).met, [0.139, true], [0.141, false]),
  ],
  collapsedAbove: [judged('correlated pairs', (cosine) => findingOf('correlated-collapse', [pairs(cosine)]).met, [0.979, false], [0.981, true])],
  pentagonTolerance: [judged('a pentagon', pentagonWith, [0.419, 'pentagon'], [0.421, 'other'])],
  neuronWeights: [
    judged('which neurons are used', (weight) => monosemanticShare(wired([[1, weight], [0, weight]])), [0.099, 1], [0.101, 0.5]),
    judged('whether a neuron stands for one', (second) => monosemanticShare(wired([[1], [second]])), [0.099, 1], [0.101, 0]),
    judged('which features it holds', (weight) => sharedNeurons(wired([[1], [weight]])).features, [0.249, 0], [0.251, 2]),
  ],
  boundaryMargin: [judged('which cells are asked', wrongAt, [0.149, true], [0.151, false])],
  agreeingCells: [judged('the phase diagram', oneWrong, [9, false], [10, true])],
  vagueAbove: [judged('an exponent', exponentOfWidth, [0.199, true], [0.201, null])],
} satisfies Partial<Cases>
