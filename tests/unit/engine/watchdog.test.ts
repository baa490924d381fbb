import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchdog } from '../../../src/engine/watchdog'

const never = new Promise<never>(() => {})
const device = { lost: new Promise<string>(() => {}) }

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

describe('the watchdog', () => {
  it('takes a device that does not answer for the whole time for lost, and no sooner', async () => {
    let words = ''
    watchdog(device).answer(never, 20, 'a read').catch((error: unknown) => { words = String(error) })
    await vi.advanceTimersByTimeAsync(19_900)
    expect(words).toBe('')
    await vi.advanceTimersByTimeAsync(200)
    expect(words).toContain('a read did not answer for 20 s')
  })

  it('counts from the last progress of the work: a dozen kernels may take a dozen times as long as one', async () => {
    let words = '', compiled = 0
    watchdog(device).answer(never, 20, 'the compilation of a kernel', () => compiled).catch((error: unknown) => { words = String(error) })
    for (; compiled < 12; compiled++) await vi.advanceTimersByTimeAsync(19_000)
    expect(words).toBe('')
    await vi.advanceTimersByTimeAsync(22_000) // silence is counted in ticks of a second
    expect(words).toContain('the compilation of a kernel did not answer for 20 s')
  })

  it('does not take a night of sleep for a lost device: the answer that comes after waking counts', async () => {
    const timers: (() => void)[] = [] // a timer whose time came while the machine slept fires once, on waking
    vi.stubGlobal('setTimeout', (callback: () => void) => timers.push(callback))
    let answer: (words: string) => void = () => {}
    const waiting = watchdog(device).answer(new Promise<string>((resolve) => { answer = resolve }), 20, 'a read')
    timers.splice(0).forEach((fire) => fire())
    answer('the losses')
    await expect(waiting).resolves.toBe('the losses')
    vi.unstubAllGlobals()
  })
})
