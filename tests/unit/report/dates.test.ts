import { describe, expect, it } from 'vitest'
import { formatDay, formatMoment } from '../../../src/report/dates'

describe('dates', () => {
  it('are written as the page’s language writes them, whatever language the system names', () => {
    expect(formatMoment(new Date(2026, 10, 8, 9, 5).getTime())).toBe('8 Nov 2026, 09:05')
    expect(formatDay('2026-01-31')).toBe('31 January 2026')
  })
})
