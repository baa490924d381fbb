import { describe, expect, it } from 'vitest'
import { PHILOX_ROUNDS, multiplyHigh, philox4x32 } from '../../../../src/science/random/philox'

// DEShawResearch/random123, tests/kat_vectors: counter, key => words
const PI_DIGITS = { counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], key: [0xa4093822, 0x299f31d0] }
const ZEROS = { counter: [0, 0, 0, 0], key: [0, 0] }
const ONES = { counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], key: [0xffffffff, 0xffffffff] }
const vectors = [
  { rounds: 10, ...ZEROS, words: '6627e8d5 e169c58d bc57ac4c 9b00dbd8' },
  { rounds: 10, ...ONES, words: '408f276d 41c83b0e a20bc7c6 6d5451fd' },
  { rounds: 10, ...PI_DIGITS, words: 'd16cfe09 94fdcceb 5001e420 24126ea1' },
  { rounds: 7, ...ZEROS, words: '5f6fb709 0d893f64 4f121f81 4f730a48' },
  { rounds: 7, ...ONES, words: '5207ddc2 45165e59 4d8ee751 8c52f662' },
  { rounds: 7, ...PI_DIGITS, words: '4dfccaba 190a87f0 c47362ba b6b5242a' },
]

describe('philox4x32', () => {
  it.each(vectors)('gives the published words $words after $rounds rounds', ({ rounds, counter, key, words }) => {
    const out = new Uint32Array(4)
    philox4x32(counter[0], counter[1], counter[2], counter[3], key[0], key[1], out, rounds)
    expect([...out].map((word) => word.toString(16).padStart(8, '0')).join(' ')).toBe(words)
  })

  it('takes seven rounds by default', () => {
    expect(PHILOX_ROUNDS).toBe(7)
    const out = new Uint32Array(4)
    philox4x32(0, 0, 0, 0, 0, 0, out)
    expect(out[0]).toBe(0x5f6fb709)
  })
})

describe('multiplyHigh', () => {
  it('is the upper word of the exact 64-bit product', () => {
    const words = new Uint32Array(4)
    const edges = [0, 1, 2, 0xffff, 0x10000, 0x10001, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]
    const pairs = edges.flatMap((a) => edges.map((b) => [a, b]))
    for (let c = 0; c < 2000; c++) {
      philox4x32(c, 0, 0, 0, 1, 2, words)
      pairs.push([words[0], words[1]], [words[2] >>> 16, words[3]])
    }
    for (const [a, b] of pairs) expect(multiplyHigh(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n))
  })
})
