import { beforeEach, describe, expect, it } from 'vitest'
import { fetchPart, isPartMissing } from '../../../src/dashboard/fetch-part'

/** A part that comes at the given attempt. */
function partAt(attempt: number) {
  let asked = 0
  return { load: async () => { if (++asked < attempt) throw new TypeError('no network'); return 'part' }, asked: () => asked }
}

describe('a part of the page that is fetched when it is wanted', () => {
  beforeEach(() => { isPartMissing.value = false })

  it.each([1, 2])('is there where attempt %i brings it, and the page says nothing', async (attempt) => {
    const part = partAt(attempt)
    expect(await fetchPart(part.load)).toBe('part')
    expect([part.asked(), isPartMissing.value]).toEqual([attempt, false])
  })

  it('is said to be missing where the second attempt fails too, and is asked for again when it is wanted again', async () => {
    const part = partAt(3)
    expect(await fetchPart(part.load)).toBeNull()
    expect([part.asked(), isPartMissing.value]).toEqual([2, true])
    expect(await fetchPart(part.load)).toBe('part')
  })
})
