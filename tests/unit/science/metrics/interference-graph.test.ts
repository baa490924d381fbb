import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { featureGeometry, gram } from '../../../../src/science/metrics/geometry'
import { arrangements, componentName, countByName, interferenceGraph } from '../../../../src/science/metrics/interference-graph'
import { polygon, rotated, squareAntiprism, tetrahedron } from './arrangements'

type Vectors = readonly (readonly number[])[]

const known: Readonly<Record<string, Vectors>> = {
  dedicated: [[1]],
  digon: [[1], [-1]],
  triangle: polygon(3),
  tetrahedron,
  pentagon: polygon(5),
  'square antiprism': squareAntiprism(Math.atan(Math.SQRT2)),
}

/** Factors side by side in orthogonal subspaces: their tegum product. Returns [f, h] and h. */
function product(...factors: readonly Vectors[]): { directions: Float64Array; width: number } {
  const width = factors.reduce((sum, [first]) => sum + first.length, 0)
  let offset = 0
  const rows = factors.flatMap((factor) => {
    const start = offset
    offset += factor[0].length
    return factor.map((row) => Array.from({ length: width }, (_, h) => row[h - start] ?? 0))
  })
  return { directions: Float64Array.from(rows.flat()), width }
}

const graphOf = (directions: Float64Array, width: number, options = {}) => interferenceGraph(gram(directions, width), directions.length / width, options)

const factors = fc.array(fc.constantFrom(...Object.keys(known)), { minLength: 1, maxLength: 5 })

describe('the interference graph', () => {
  it.each(Object.entries(known))('knows a %s, its rank and its D', (name, vectors) => {
    const { directions, width } = product(vectors)
    const [component, ...more] = graphOf(directions, width).components
    expect(more).toEqual([])
    expect(component.arrangement?.name).toBe(name)
    expect(component.rank).toBe(vectors[0].length)
    for (const value of component.dimensionality) expect(value).toBeCloseTo(component.arrangement!.dimensionality, 12)
  })

  it('has for each arrangement D = r/k, what a tight frame of k in r dimensions has', () => {
    for (const { features, dimensions, dimensionality, cosines } of arrangements) {
      expect(dimensionality).toBeCloseTo(dimensions / features, 12)
      // D = 1/Σ_j cos²: the cosines listed are those of the frame
      expect(1 / (1 + cosines.reduce((sum, value) => sum + value ** 2, 0))).toBeCloseTo(dimensionality, 12)
    }
  })

  it('splits a tegum product into its factors, however the space is turned and its features are ordered', () => {
    fc.assert(fc.property(factors, fc.nat(1e6), fc.nat(1000), (names, seed, shift) => {
      const { directions, width } = product(...names.map((name) => known[name]))
      const many = directions.length / width
      const order = Array.from({ length: many }, (_, i) => i).sort((a, b) => ((a * 7919 + shift) % 104729) - ((b * 7919 + shift) % 104729))
      const turned = rotated(directions, width, seed)
      const mixed = Float64Array.from(order.flatMap((i) => [...turned.subarray(i * width, (i + 1) * width)]))
      expect(graphOf(mixed, width).components.map(componentName).sort()).toEqual([...names].sort())
    }), { numRuns: 150 })
  })

  it('agrees with D_i of the whole where factors are orthogonal', () => {
    const { directions, width } = product(known.pentagon, known.digon, known.tetrahedron)
    const whole = featureGeometry(directions, width).dimensionality
    for (const { features, dimensionality } of graphOf(directions, width).components) {
      features.forEach((feature, at) => expect(dimensionality[at]).toBeCloseTo(whole[feature], 12))
    }
  })

  it('does not take five lines in the plane for a pentagon: signs count', () => {
    const { directions, width } = product(polygon(5).map((row, k) => (k === 2 ? row.map((value) => -value) : row)))
    const [component] = graphOf(directions, width).components
    expect(component.dimensionality[0]).toBeCloseTo(2 / 5, 12) // D alone cannot tell
    expect(componentName(component)).toBe('5 features in 2 dimensions')
  })

  it('still names what training leaves a little crooked, and no longer what is bent', () => {
    const bent = (noise: number) => {
      const { directions, width } = product(polygon(5).map(([x, y], k) => [x + noise * Math.sin(7 * k), y + noise * Math.cos(5 * k), noise * Math.sin(3 * k)]))
      return componentName(graphOf(directions, width).components[0])
    }
    expect(bent(0.03)).toBe('pentagon')
    expect(bent(0.4)).not.toBe('pentagon')
  })

  it('leaves out what is not represented, and joins nothing below the threshold', () => {
    const directions = Float64Array.from([1, 0, 0.1, Math.sqrt(0.99), 0.3, 0.1]) // cosine 0.1; the third is short
    expect(graphOf(directions, 2).represented).toEqual([0, 1])
    expect(graphOf(directions, 2).edges).toEqual([])
    expect(graphOf(directions, 2).components.map(componentName)).toEqual(['dedicated', 'dedicated'])
    const [edge] = graphOf(directions, 2, { threshold: 0.05 }).edges
    expect(edge.features).toEqual([0, 1])
    expect(edge.cosine).toBeCloseTo(0.1, 12)
  })

  it('counts what it names', () => {
    const { directions, width } = product(known.digon, known.digon, known.pentagon, polygon(7))
    expect([...countByName(graphOf(directions, width))]).toEqual([['digon', 2], ['pentagon', 1], ['7 features in 2 dimensions', 1]])
  })

  it('of no feature is empty', () => {
    expect(interferenceGraph(new Float64Array(4), 2)).toEqual({ represented: [], edges: [], components: [] })
  })
})
