/** A short form runs in `npm test`; `npm run fuzz` runs the long one: 100,000 links, 20,000 files, 20,000 specs. */
import { describe, expect, it } from 'vitest'
import { campaign, hostileFile, hostileLink, hostileSpec, openFile, openLink, openSpec, type CampaignReport } from './spec-hostile'

const long = process.env.FUZZ === 'long'
const count = (short: number, whole: number) => (long ? whole : short)
const timeout = long ? 3_600_000 : 300_000

/** Neither everything accepted nor everything refused, or the campaign shows nothing. */
function expectBoth(name: string, { cases, accepted, slowestMilliseconds }: CampaignReport): void {
  console.log(`${name}: ${cases} cases, ${accepted} accepted, slowest ${slowestMilliseconds.toFixed(1)} ms`)
  expect(accepted).toBeGreaterThan(0)
  expect(accepted).toBeLessThan(cases)
}

describe('nobody is let in: no throw, no hang, every refusal with a reason, every acceptance within bounds and plannable', () => {
  it('by mutated links', { timeout }, () => {
    expectBoth('links', campaign(count(2000, 100_000), 10_000_000, hostileLink, openLink))
  })
  it('by mutated files', { timeout }, () => {
    expectBoth('files', campaign(count(1000, 20_000), 20_000_000, hostileFile, openFile))
  })
  it('by hostile specs', { timeout }, () => {
    expectBoth('specs', campaign(count(1000, 20_000), 30_000_000, hostileSpec, openSpec))
  })
})
