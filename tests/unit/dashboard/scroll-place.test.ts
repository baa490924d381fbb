import { describe, expect, it } from 'vitest'
import { createScrollPlace } from '../../../src/dashboard/state/scroll-place'
import type { TabMemory } from '../../../src/dashboard/state/tab-memory'

function memoryOf(text: string | null): TabMemory & { text: string | null } {
  const memory = { text, read: () => memory.text, write: (next: string) => { memory.text = next } }
  return memory
}
const here = (): string => '/#1.a'

describe('the place on the page after a reload', () => {
  it('is where the reader was, until the reader does something', () => {
    const memory = memoryOf(null)
    createScrollPlace(memory, here).leave(1500.4)
    const place = createScrollPlace(memory, here)
    expect(place.held()).toBe(1500)
    place.release()
    expect(place.held()).toBeNull()
    place.leave(20)
    expect(createScrollPlace(memory, here).held()).toBe(20)
  })

  it('outlasts a page that is left again before it was whole', () => {
    const memory = memoryOf('/#1.a 1500')
    createScrollPlace(memory, here).leave(300)
    expect(createScrollPlace(memory, here).held()).toBe(1500)
  })

  it('is of no other address, and nothing where none was saved or it cannot be read', () => {
    expect(createScrollPlace(memoryOf('/#1.a 1500'), () => '/#1.b').held()).toBeNull()
    for (const text of [null, '', '/#1.a', '/#1.a x', '/#1.a 0']) expect(createScrollPlace(memoryOf(text), here).held()).toBeNull()
  })
})
