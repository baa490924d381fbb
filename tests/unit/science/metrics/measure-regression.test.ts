import { describe, expect, test } from 'vitest'
import { decompositionFits } from '../../../../src/science/metrics/linear-decomposition'
import { measureRun, measuringRun } from '../../../../src/science/metrics/measure'
import { probesFit } from '../../../../src/science/metrics/probes'
import { parameterLayout } from '../../../../src/science/models/model'
import { absoluteValueNetwork, addAbsoluteValue } from './constructed-networks'

describe('four features, each computed by its own layer of four', () => {
  const { run, parameters } = absoluteValueNetwork({ width: 4, depth: 4, neurons: 2 }, (tensor) => {
    for (let l = 0; l < 4; l++) addAbsoluteValue(tensor, l, 0, 4, l)
  })
  const { scalars, arrays } = measureRun(run, parameters)

  test('all are learned, exactly', () => {
    expect(scalars.heldOutLoss).toBe(0)
    expect(scalars.featuresLearned).toBe(4)
    expect(scalars.featuresAtR2Of90).toBe(4)
    expect(scalars.halfFeaturesBySoftR2).toBe(8)
  })

  test('each feature lives in one layer, each layer holds one feature', () => {
    expect(scalars.participationRatio).toBeCloseTo(1, 6) // float32 arrays and covariances over samples: 1e-6
    expect(scalars.shareEntropy).toBeCloseTo(0, 6)
    expect(Array.from(arrays.featuresByLayer.values)).toEqual([1, 1, 1, 1].map((value) => expect.closeTo(value, 5)))
    for (let f = 0; f < 4; f++) for (let l = 0; l < 4; l++) expect(arrays.layerContribution.values[f * 4 + l]).toBeCloseTo(f === l ? 1 : sampledCorrelation, 1)
  })

  test('removing a layer loses its one feature of four', () => {
    expect(Array.from(arrays.layerAblationLoss.values)).toEqual([0.25, 0.25, 0.25, 0.25])
    expect(scalars.ablationLoss).toBe(0.25)
  })

  test('the effective Jacobian of |x| is the identity', () => {
    for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) expect(arrays.jacobian.values[i * 4 + j]).toBe(i === j ? 1 : 0)
    expect(scalars.jacobianInterference).toBe(0)
    expect(Array.from(arrays.jacobianSelfShare.values)).toEqual([1, 1, 1, 1])
  })

  test('the degrees of superposition divide the count by layers, neurons and width', () => {
    expect(scalars.featuresPerLayer).toBe(1)
    expect(scalars.featuresPerNeuron).toBe(0.5)
    expect(scalars.featuresPerResidualDimension).toBe(1)
    expect(scalars.observedConstant).toBeCloseTo(0.5 * -0.1 * Math.log(0.1), 12)
  })
})
/** y_f and y_g are independent: their contributions are 0 up to sampling, about 1/√4000. */
const sampledCorrelation = 0

describe('two features, each computed in equal parts by all four layers', () => {
  const { run, parameters } = absoluteValueNetwork({ width: 2, depth: 4, neurons: 4 }, (tensor) => {
    // Inputs reach later layers with the writes of earlier ones on top; reading y = |x| ≥ 0 out of direction f would
    // mix them, so every layer reads the sign pattern it needs: the stream after l layers is x + l|x|/4.
    for (let l = 0; l < 4; l++) {
      for (const f of [0, 1]) {
        for (const [k, sign] of [[2 * f, 1], [2 * f + 1, -1]]) {
          // positive x: stream (1 + l/4)x; negative x: stream −(1 − l/4)|x|
          const gain = sign > 0 ? 1 + l / 4 : 1 - l / 4
          tensor('W_in', l)[k * 2 + f] = sign / gain
          tensor('W_out', l)[k * 2 + f] = 0.25
        }
      }
    }
  })
  const { scalars, arrays } = measureRun(run, parameters)

  test('all layers share both features: PR = 4, entropy = ln 4', () => {
    expect(scalars.featuresLearned).toBeCloseTo(2, 6)
    expect(scalars.participationRatio).toBeCloseTo(4, 5)
    expect(scalars.shareEntropy).toBeCloseTo(Math.log(4), 5)
    expect(Array.from(arrays.featuresByLayer.values)).toEqual([0.5, 0.5, 0.5, 0.5].map((value) => expect.closeTo(value, 5)))
  })

  test('removing the last layer loses nothing at R² ≥ ½: a quarter of the output is 1/16 of its energy', () => {
    expect(arrays.layerAblationLoss.values[3]).toBe(0)
  })
})

test('a network that answers positive inputs only has learned half-features: one sign of each', () => {
  const { run, parameters } = absoluteValueNetwork({ width: 3, depth: 1, neurons: 3 }, (tensor) => {
    for (let f = 0; f < 3; f++) {
      tensor('W_in', 0)[f * 3 + f] = 1
      tensor('W_out', 0)[f * 3 + f] = 1
    }
  })
  const { scalars, arrays } = measureRun(run, parameters)
  expect(scalars.halfFeaturesAtR2Of50).toBe(3)
  expect(scalars.halfFeaturesBySoftR2).toBe(3)
  // R² = 1 − (p/6)/(p/3 − p²/4) = 1 − ½/(1 − ¾p) = 0.459 at p = 0.1; 4000 samples, 400 active: ±0.05.
  for (const value of arrays.r2.values) expect(Math.abs(value - 0.459)).toBeLessThan(0.1)
  expect(scalars.featuresAtR2Of80).toBe(0)
})

test('interference between two outputs is what was written: J = 0.5 gives I = 0.25 and a self share of 0.8', () => {
  const { run, parameters } = absoluteValueNetwork({ width: 2, depth: 1, neurons: 4 }, (tensor) => {
    addAbsoluteValue(tensor, 0, 0, 2, 0)
    addAbsoluteValue(tensor, 0, 2, 2, 1)
    for (const k of [0, 1]) tensor('W_out', 0)[k * 2 + 1] = 0.5 // |x_0| also leaks into output 1
  })
  const { arrays } = measureRun(run, parameters)
  expect(Array.from(arrays.jacobian.values)).toEqual([1, 0, 0.5, 1]) // [i, j]: J_10 = 0.5
  expect(arrays.jacobianSelfShare.values[1]).toBeCloseTo(0.8, 6)
})

test('the effective Jacobian equals finite differences of the outputs, averaged over active samples', async () => {
  const { forward } = await import('../../../../src/science/models/forward')
  const { jacobianSums } = await import('../../../../src/science/metrics/jacobian')
  const { randomMatrix } = await import('./arrangements')
  const { run } = absoluteValueNetwork({ width: 5, depth: 3, neurons: 4 }, () => {})
  const total = 3 * 4 * 5 * 2 + 12 + 25
  const parameters = randomMatrix(1, total, 21)
  const inputs = randomMatrix(6, 5, 22).map((value, e) => (e % 3 === 0 ? 0 : value))
  const sums = jacobianSums(run, parameters)
  sums.add(inputs, forward(run, parameters, inputs))
  const J = sums.result()
  const step = 1e-6
  for (let j = 0; j < 5; j++) {
    const mean = new Float64Array(5)
    let active = 0
    for (let b = 0; b < 6; b++) {
      if (inputs[b * 5 + j] === 0) continue
      active += 1
      const at = (shift: number) => {
        const x = inputs.slice(b * 5, b * 5 + 5)
        x[j] += shift
        return forward(run, parameters, x).outputs
      }
      const up = at(step), down = at(-step)
      for (let i = 0; i < 5; i++) mean[i] += Math.sign(inputs[b * 5 + j]) * (up[i] - down[i]) / (2 * step)
    }
    // 1e-7 relative to outputs of order 10: central differences lose half the digits.
    for (let i = 0; i < 5; i++) expect(J[i * 5 + j]).toBeCloseTo(mean[i] / active, 5)
  }
})

test('the chosen chunks leave no trace: a sample count that is no multiple of the chunk measures the same network alike', () => {
  const make = (samples: number) => absoluteValueNetwork({ width: 3, depth: 1, neurons: 2 }, (tensor) => addAbsoluteValue(tensor, 0, 0, 3, 0), samples)
  const { run, parameters } = make(257)
  const { scalars, arrays } = measureRun(run, parameters)
  expect(scalars.featuresLearned).toBe(1)
  expect(arrays.learned.values).toEqual(Float32Array.of(1, 0, 0))
})

test('a network of more than 1,024 features is measured without the decomposition, whose moments would not fit', () => {
  const wide = (n: number) => {
    const { run } = absoluteValueNetwork({ width: 2, depth: 1, neurons: 2 }, () => {}, 8)
    const model = { ...run.model, embedding: 'random' } as typeof run.model
    const network: typeof run = { ...run, model, task: { kind: 'absolute-value', featureCount: n, sparsity: 0.9, importance: { kind: 'uniform' } } }
    return measureRun(network, new Float32Array(parameterLayout(network).total)).scalars
  }
  expect(wide(1025)).not.toHaveProperty('linearDecomposition')
  expect(wide(1025)).toHaveProperty('probeFeaturesTogether')
  expect(wide(16)).toHaveProperty('linearDecomposition')
  expect(decompositionFits(1024, 4, 1024, true)).toBe(true)
  expect(decompositionFits(1024, 64, 4096, true)).toBe(false)
})

test('probes are left out where their moments would take more than half a gibibyte', () => {
  expect(probesFit(512, 4, 512)).toBe(true)
  expect(probesFit(16_384, 4, 4096)).toBe(false)
})

test('measuring in pieces never works long without letting others in', () => {
  const { run, parameters } = absoluteValueNetwork({ width: 64, depth: 2, neurons: 64 }, () => {})
  let pieces = 0
  const work = measuringRun({ ...run, measurement: { probes: 1, evaluationSamples: 4096 } }, parameters)
  for (let piece = work.next(); piece.done !== true; piece = work.next()) pieces += 1
  expect(pieces).toBeGreaterThan(16 + 2 * 8) // chunks of 256 samples, intact and without either layer
})
