import { describe, expect, it } from 'vitest'
import { philox4x32 } from '../../../../src/science/random/philox'
import { streamWords } from '../../../../src/science/random/stream-words'
import { purpose } from '../../../../src/science/random/streams'

describe('a stream read by index', () => {
  it('holds at e the word e mod 4 of the block at counter ⌊e/4⌋', () => {
    const block = new Uint32Array(4)
    philox4x32(2, 0, 0, 0, 99, purpose.W_in, block)
    expect([...streamWords(99, purpose.W_in, 11).slice(8)]).toEqual([...block.slice(0, 3)])
  })

  it('does not depend on how many words are asked for', () => {
    expect(streamWords(5, purpose.E, 100).slice(0, 7)).toEqual(streamWords(5, purpose.E, 7))
  })

  it('is another stream for another seed and for another purpose', () => {
    const first = streamWords(5, purpose.E, 4)
    expect(streamWords(6, purpose.E, 4)).not.toEqual(first)
    expect(streamWords(5, purpose.U, 4)).not.toEqual(first)
  })

  it('is never shared by two purposes', () => {
    const numbers = Object.values(purpose)
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})
