import { describe, expect, it } from 'vitest'
import { formatDuration } from '../../../src/report/quantities'
import { createReporter, progressLine } from '../../../src/cli/progress-text'

const progress = { phase: 'running', runsEnded: 3, runsTotal: 12, fraction: 0.259, secondsElapsed: 62, secondsRemaining: 185, notices: [] } as const

describe('progress on a terminal', () => {
  it('says what is done and how long it takes, and rounds progress down', () => {
    expect(progressLine(progress)).toBe('3 of 12 runs, 25%, 1 min 2 s, about 3 min 5 s left')
    expect(progressLine({ ...progress, secondsRemaining: null })).toBe('3 of 12 runs, 25%, 1 min 2 s')
    expect(progressLine({ ...progress, phase: 'opening' })).toBe('opening an engine …')
    expect(formatDuration(59.6)).toBe('1 min 0 s')
    expect(formatDuration(7260)).toBe('2 h 1 min')
  })

  it('rewrites one line on a terminal and writes only lasting lines anywhere else', () => {
    const written = (isTTY: boolean): string => {
      let text = ''
      const reporter = createReporter({ isTTY, write: (part) => { text += part } })
      reporter.rewrite('1 of 2')
      reporter.say('a run finished')
      reporter.rewrite('2 of 2')
      reporter.finish()
      return text
    }
    expect(written(false)).toBe('a run finished\n')
    expect(written(true)).toBe('\r\x1b[K1 of 2\r\x1b[Ka run finished\n\r\x1b[K2 of 2\r\x1b[K')
  })
})
