import { describe, expect, it } from 'vitest'
import { depthAt, pushed } from '../../../src/dashboard/state/history-depth'

describe('the depth of an entry of the history', () => {
  it('is 0 for the entry with which the page began, and one more for each that is pushed', () => {
    const first = depthAt(null, null)
    expect(first).toEqual({ depth: 0, top: 0 })
    expect(pushed(pushed(first))).toEqual({ depth: 2, top: 2 })
  })

  it('is one more where the address was edited by hand, for that entry has no state', () => {
    expect(depthAt(null, { depth: 1, top: 4 })).toEqual({ depth: 2, top: 2 })
  })

  it('remembers on the way back how far forward leads, and a push forgets it', () => {
    const back = depthAt({ depth: 1, top: 1 }, { depth: 3, top: 3 })
    expect(back).toEqual({ depth: 1, top: 3 })
    expect(pushed(back)).toEqual({ depth: 2, top: 2 })
  })

  it('outlasts a reload in the entry’s own state', () => expect(depthAt({ depth: 2, top: 3 }, null)).toEqual({ depth: 2, top: 3 }))

  it.each([7, 'x', {}, { depth: -1, top: 2 }, { depth: 1.5, top: 2 }, { depth: '1', top: 2 }])('takes the state %j of another program for none', (state) => {
    expect(depthAt(state, null)).toEqual({ depth: 0, top: 0 })
  })
})
