import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createThrottle } from '../../../../src/runner/conduct/throttle'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

describe('listeners to many changes', () => {
  it('are called once per frame of 16 ms, however many changes there were, and not where there was none', () => {
    const { notify, subscribe } = createThrottle()
    let calls = 0
    subscribe(() => calls++)
    for (let change = 0; change < 100; change++) notify()
    expect(calls).toBe(0)
    vi.advanceTimersByTime(16)
    expect(calls).toBe(1)
    vi.advanceTimersByTime(1000)
    expect(calls).toBe(1)
    notify()
    vi.advanceTimersByTime(16)
    expect(calls).toBe(2)
  })

  it('are called at once when it is flushed, and not again for the same changes', () => {
    const { notify, flush, subscribe } = createThrottle()
    let calls = 0
    subscribe(() => calls++)
    notify()
    flush()
    vi.advanceTimersByTime(1000)
    expect(calls).toBe(1)
  })
})
