import { describe, expect, it } from 'vitest'
import { charts } from '../../../src/dashboard/charts/registry'
import { readTex, type MathNode } from '../../../src/dashboard/tex'

/** The tree written out, one way for each kind of node. */
function written(node: MathNode): string {
  switch (node.kind) {
    case 'row': return node.of.map(written).join(' ')
    case 'fraction': return `(${written(node.over)})/(${written(node.under)})`
    case 'root': return `√(${written(node.of)})`
    case 'scripts': return `${written(node.base)}${node.low ? `_[${written(node.low)}]` : ''}${node.high ? `^[${written(node.high)}]` : ''}`
    case 'space': return '~'
    default: return node.text
  }
}

describe('a formula', () => {
  it.each([
    ['D_i = \\frac{‖W_i‖^2}{\\sum_j (Ŵ_i · W_j)^2}', 'D_[i] = (‖ W_[i] ‖^[2])/(∑_[j] ( Ŵ_[i] · W_[j] )^[2])'],
    ['F ∝ L^{1/2}', 'F ∝ L^[1 / 2]'],
    ['x_i^2', 'x_[i]^[2]'],
    ['\\sqrt{J(A, A′)}', '√(J ( A , A ′ ))'],
    ['\\text{CKA} \\quad \\ln 10', 'CKA ~ ln 10'],
  ])('%s binds its scripts, fractions and roots as TeX does', (tex, tree) => expect(written(readTex(tex))).toBe(tree))

  it.each(['\\frac{a}', 'x_', 'a }', '\\unknown x', '\\sqrt{a'])('%s is refused, not guessed at', (tex) => expect(() => readTex(tex)).toThrow(/formula/))

  it('of every chart can be read, says what its letters mean and names its source', () => {
    const formulas = charts.flatMap((chart) => (chart.formulas ?? []).map((formula) => ({ id: chart.id, ...formula })))
    expect(formulas.length).toBeGreaterThan(12)
    for (const { id, tex, says, source } of formulas) {
      expect(() => readTex(tex), id).not.toThrow()
      expect(Math.min(says.length, source.length), id).toBeGreaterThan(3)
    }
  })
})
