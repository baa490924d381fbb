import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createLossTables, type LossTableState } from '../../../src/dashboard/state/loss-table'

const fileOf = (name: string, text: string) => ({ name, size: text.length, stream: () => new Blob([text]).stream() })
const planted = readFileSync('docs/scaling-table-planted.csv', 'utf8')

function bench() {
  const said: string[] = [], revealed: string[] = [], seen: LossTableState[] = []
  const tables = createLossTables({ announce: (text) => said.push(text), reveal: (id) => revealed.push(id) })
  tables.state.subscribe((state) => seen.push(state))
  return { tables, said, revealed, seen }
}

describe('a table of losses in the page', () => {
  it('is fitted in slices that say how far they are, and its fit is announced', async () => {
    const { tables, said, revealed, seen } = bench()
    await tables.open(fileOf('runs.csv', planted))
    const shares = seen.flatMap((state) => (state.kind === 'fitting' ? [state.share] : []))
    expect(shares.length).toBeGreaterThan(10)
    expect([...shares].sort((x, y) => x - y)).toEqual(shares)
    expect(tables.state.peek()).toMatchObject({ kind: 'fitted', name: 'runs.csv', leftOut: [] })
    expect([said, revealed]).toEqual([['The law is fitted to runs.csv.'], ['loss-table']])
  })

  it('that cannot be used says every reason, and leaves nothing to fit again', async () => {
    const { tables, said } = bench()
    await tables.open(fileOf('bad.csv', 'width,depth,tokens,loss\n0,0,0,0'))
    expect(tables.state.peek()).toMatchObject({ kind: 'refused', name: 'bad.csv', reasons: { length: 4 } })
    expect(said).toEqual([expect.stringMatching(/^bad.csv cannot be used: line 2, width: /)])
    await tables.refit(true)
    expect(tables.state.peek().kind).toBe('refused')
  })

  it('gives way to one that is opened while it is fitted', async () => {
    const { tables, said } = bench()
    const first = tables.open(fileOf('first.csv', planted))
    const second = tables.open(fileOf('second.csv', 'nothing'))
    await Promise.all([first, second])
    expect(tables.state.peek()).toMatchObject({ kind: 'refused', name: 'second.csv' })
    expect(said).toHaveLength(1)
  })
})
