import { describe, expect, it, test } from 'vitest'
import { normalQuantile } from '../../../../src/science/random/normal'
import { type SparseCell, type SparsityLaw, boundLogarithm, boundary, fitSparsityLaw, isInside } from '../../../../src/science/statistics/sparsity-law'
import { randomDraws } from '../../../../src/science/statistics/random-draws'
import { curveShapes } from './planted-law'

const options = { featureCount: 1e9, thresholded: false }
const densities = [0.1, 0.03, 0.01, 0.003]
const design = [256, 512, 1024].flatMap((budget) => curveShapes(budget, [2, 3, 4, 8, 16]))

interface Planted { a: number; b: number; g: number; scale?: number; noise?: number; departure?: number; seed?: number; seeds?: number }

/** Counts that follow ln F = c + a ln d + b ln L + g x by construction. */
function planted({ a, b, g, scale = 1, noise = 0, departure = 0, seed = 1, seeds = 2 }: Planted, shapes = design): SparseCell[] {
  const random = randomDraws(seed), normal = (): number => normalQuantile(random.uniform())
  return densities.flatMap((p) => shapes.map(({ budget, width, depth }, index): SparseCell => {
    const mean = Math.log(scale) + a * Math.log(width) + (depth > 0 ? b * Math.log(depth) : 0) + g * boundLogarithm(p) + departure * normal()
    return {
      key: `${index} ${p}`, width, depth, neurons: width / 2, budget, curve: budget, sparsity: 1 - p, setting: String(p), activationProbability: p,
      counts: Array.from({ length: seeds }, () => Math.exp(mean + noise * normal())),
    }
  }))
}

function fitted(law: SparsityLaw) {
  if (law.kind === 'none') throw new Error(law.why)
  return law
}

describe('without noise the exponents are recovered exactly', () => {
  it.each([
    ['the bound per dimension of the stream', 1, 0, 1, -0.5], ['the bound per neuron', 1, 1, 1, 0.5],
    ['universality', 2, 1, 0.3, 0], ['no grip', 1.2, 0.4, 0, -0.2],
  ])('%s', (_, a, b, g, s) => {
    const law = fitted(fitSparsityLaw(planted({ a, b, g, scale: 0.45 }), options))
    expect(law.a!.value).toBeCloseTo(a, 9)
    expect(law.b!.value).toBeCloseTo(b, 9)
    expect(law.g.value).toBeCloseTo(g, 9)
    expect(law.s!.value).toBeCloseTo(s, 9)
    expect(law.residual).toBeLessThan(1e-9)
  })

  it('C is the constant of the bound per dimension of the stream', () => {
    expect(fitted(fitSparsityLaw(planted({ a: 1, b: 0, g: 1, scale: 0.45 }), options)).streamConstant.value).toBeCloseTo(0.45, 9)
  })

  it('networks without layers identify a and g, and nothing of depth', () => {
    const shapes = [4, 8, 16, 32].map((width) => ({ budget: 0, width, depth: 0 }))
    const law = fitted(fitSparsityLaw(planted({ a: 1, b: 5, g: 1 }, shapes), options))
    expect([law.a!.value, law.g.value].map((value) => Number(value.toFixed(9)))).toEqual([1, 1])
    expect([law.b, law.s, law.joint]).toEqual([null, null, null])
  })
})

test('shapes of one budget identify s and g, and neither a nor b', () => {
  const law = fitted(fitSparsityLaw(planted({ a: 1.3, b: 0.4, g: 0.8, scale: 0.5 }, curveShapes(4096, [4, 8, 16])), options))
  expect(law.s!.value).toBeCloseTo(0.4 - 0.65, 9)
  expect(law.g.value).toBeCloseTo(0.8, 9)
  expect([law.a, law.b]).toEqual([null, null])
  expect(law.rivals.find(({ kind }) => kind === 'stream-bound')!.leaveOneOutError).toBeGreaterThan(0.05)
})

test('leave-one-out error is least for the law that was planted', () => {
  const best = (a: number, b: number, g: number): string => {
    const { rivals } = fitted(fitSparsityLaw(planted({ a, b, g, noise: 0.05, seeds: 8 }), options))
    return rivals.filter(({ kind }) => kind !== 'free').reduce((least, rival) => (rival.leaveOneOutError! < least.leaveOneOutError! ? rival : least)).kind
  }
  expect([best(1, 0, 1), best(1, 1, 1), best(2, 1, 0.5), best(1.5, 0.5, 0)]).toEqual(['stream-bound', 'neuron-bound', 'universality', 'no-grip'])
})

test('the 95% intervals of s and g and their joint region cover what was planted in 93 to 97% of sweeps', () => {
  let s = 0, g = 0, both = 0
  const sweeps = 2000
  for (let seed = 1; seed <= sweeps; seed++) {
    const law = fitted(fitSparsityLaw(planted({ a: 1, b: 0, g: 1, noise: 0.04, departure: 0.05, seed, seeds: 8 }), options))
    if (law.s!.interval!.low <= -0.5 && -0.5 <= law.s!.interval!.high) s++
    if (law.g.interval!.low <= 1 && 1 <= law.g.interval!.high) g++
    if (isInside(law.joint!, [law.s!.value, law.g.value], [-0.5, 1])) both++
  }
  for (const covered of [s, g, both]) {
    expect(covered / sweeps).toBeGreaterThan(0.93)
    expect(covered / sweeps).toBeLessThan(0.97)
  }
})

test('the boundary of the joint region lies on it', () => {
  const law = fitted(fitSparsityLaw(planted({ a: 1, b: 0, g: 1, departure: 0.1 }), options))
  const centre = [law.s!.value, law.g.value] as const
  for (const [x, y] of boundary(law.joint!, centre)) {
    const at = (scale: number): [number, number] => [centre[0] + scale * (x - centre[0]), centre[1] + scale * (y - centre[1])]
    expect(isInside(law.joint!, centre, at(0.999))).toBe(true)
    expect(isInside(law.joint!, centre, at(1.001))).toBe(false)
  }
})

describe('there is no law', () => {
  it('of one sparsity', () => {
    expect(fitSparsityLaw(planted({ a: 1, b: 0, g: 1 }).filter(({ activationProbability }) => activationProbability === 0.1), options)).toMatchObject({ kind: 'none', why: 'one-sparsity' })
  })
  it('of shapes that differ in one direction only', () => {
    const shapes = [2, 4, 8].map((depth, index) => ({ budget: index, width: 16, depth }))
    expect(fitSparsityLaw(planted({ a: 1, b: 0, g: 1 }, shapes), options)).toMatchObject({ kind: 'none', why: 'collinear' })
  })
  it('of counts at their ceiling', () => {
    expect(fitSparsityLaw(planted({ a: 1, b: 0, g: 1 }), { featureCount: 1, thresholded: false })).toMatchObject({ kind: 'none', why: 'too-few-cells' })
  })
})
