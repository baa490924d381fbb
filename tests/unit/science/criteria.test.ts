/**
 * Every threshold a second time. To change one, change it in criteria.ts with its source and date, here in the table, and in the
 * case just either side of it: three places, so that none moves by accident or to please a sweep.
 */
import { describe, expect, test } from 'vitest'
import * as criteria from '../../../src/science/criteria'
import { arrangementCases } from './criteria/arrangement-cases'
import { comparisonCases } from './criteria/comparison-cases'
import type { Cases } from './criteria/either-side'
import { featureCases } from './criteria/feature-cases'
import { lawCases } from './criteria/law-cases'
import { reproductionCases } from './criteria/reproduction-cases'

const fixed = {
  confidenceLevel: 0.95, equivalenceLevel: 0.9, significance: 0.05,
  gripBands: { met: { low: 0.8, high: 1.2 }, none: { low: -0.2, high: 0.2 } },
  exponentBands: { universality: { low: -0.1, high: 0.1 }, fixedDegree: { low: 0.4, high: 0.6 }, residualWidth: { low: -0.6, high: -0.4 } },
  calibrationHalfWidth: 0.1, sameFeaturesFrom: 0.9, ceilingFraction: 0.6, farFraction: 0.3, floorFraction: 0.05,
  enoughShapes: 4, collinearAbove: 0.98, fewestLayers: 2, fullDesign: { seeds: 8, shapes: 5, budgets: 3 }, jointLawPoints: 5, depthWidthRows: 12, depthWidthValues: 3, huberFrom: 1e-3,
  budgetTolerance: 0.05, equalLossBand: 0.05, equalCostBand: 0.05, depthsApart: 2, seedsPerHalf: 2,
  runOutBand: { low: 0.98, high: 1.02 }, lawStandsWithin: { s: 0.1, g: 0.2 },
  settledBelow: 0.01, curveParts: 10, enoughActive: 100,
  worseThanChance: { recalledShare: -0.05, meanR2: -3 }, learnedFrom: 0.5, learnedThresholds: [0.25, 0.5, 0.8, 0.9], readableFrom: 0.5, unreadableBelow: 0.25, representedAbove: 0.5, dividedBelow: 1.25,
  neuronsPerWidthAlike: 1.15, departuresShowFrom: 2,
  boundDomainEnd: 0.3, constancyBand: { low: 0.87, high: 1.15 }, baselineWithin: 1.3, farBelowBaseline: 0.5,
  joinedAbove: 0.2, arrangementTolerance: { cosine: 0.12, dimensionality: 0.05 }, heldByRank: 0.9,
  antipodalBelow: -0.99, bentAntipodalBelow: -0.95, orthogonalBelow: 0.14, collapsedAbove: 0.98, pentagonTolerance: 0.02,
  neuronWeights: { used: 0.1, second: 0.1, held: 0.25 }, boundaryMargin: 0.15, agreeingCells: 0.9, vagueAbove: 4,
  receiptLossBand: 0.05, receiptCountBand: { relative: 0.1, absolute: 1 },
} satisfies Record<keyof typeof criteria, unknown>

test('every threshold is what it was fixed at, and there is no other', () => {
  expect({ ...criteria }).toEqual(fixed)
})

const cases: Cases = { ...lawCases, ...comparisonCases, ...featureCases, ...arrangementCases, ...reproductionCases }

describe.each(Object.entries(cases))('%s decides', (_name, sides) => {
  test.each(sides)('$judges: one way at $below.0, the other at $above.0', ({ of, below, above }) => {
    expect(of(below[0])).toEqual(below[1])
    expect(of(above[0])).toEqual(above[1])
    expect(below[0]).toBeLessThan(above[0])
    expect(below[1]).not.toEqual(above[1]) // or the case would decide nothing
  })
})
