import { signal } from '@preact/signals'
import { describe, expect, it } from 'vitest'
import { readChosenFile } from '../../../src/runner/keeping/chosen-file'
import { createOpening } from '../../../src/dashboard/state/opening'
import type { SweepSession } from '../../../src/dashboard/state/sweeps'
import { encodeLink } from '../../../src/experiment/link'
import { writeRecordLine } from '../../../src/runner/keeping/record-line'
import type { SweepView } from '../../../src/runner/conduct/sweep'
import { emptyDesk, endedRuns, experimentOf, idleSweeps, nothingSaved, settled } from './lab-bench'

const experiment = experimentOf('Opened')
const fileOf = (name: string, text: string) => new File([text], name)

function bench() {
  const desk = emptyDesk(), sweeps = idleSweeps()
  const active = signal<SweepSession | null>(null)
  const said: string[] = [], saved: string[] = [], revealed: string[] = []
  const open = createOpening({
    desk, sweeps: { ...sweeps, active }, recall: { endReset: () => undefined }, read: readChosenFile, announce: (text) => said.push(text), reveal: (id) => revealed.push(id),
    keeping: { sweeps: { recall: async () => nothingSaved }, save: ({ id }) => saved.push(id) },
  })
  const records = endedRuns(desk.lay(experiment))
  const results = fileOf('results.ndjson', records.map((record) => writeRecordLine(record, { link: encodeLink(experiment), parameters: false })).join('\n'))
  return { desk, sweeps, active, said, saved, revealed, open, records, results }
}

describe('opening a file', () => {
  it('of results puts their experiment on the desk, shows and saves them', async () => {
    const { desk, sweeps, said, saved, revealed, open, records, results } = bench()
    await open(results)
    const id = desk.onDesk.peek()!.id
    expect(sweeps.sessions.peek().get(id)?.view.peek().progress.runsEnded).toBe(records.length)
    expect([saved, revealed]).toEqual([records.map((record) => record.id), ['experiment']])
    expect(said.at(-1)).toMatch(/^results.ndjson is open: 6 runs\.$/)
  })

  it('of the experiment that is training says that it is read, and shows its runs when that has ended', async () => {
    const { desk, sweeps, active, said, open, records, results } = bench()
    const onDesk = desk.lay(experiment)
    let end = (): void => undefined
    const done = new Promise<SweepView>((resolve) => { end = () => resolve({} as SweepView) })
    active.value = { experimentId: onDesk.id, sweep: { done } } as SweepSession
    const opened = open(results)
    await settled()
    expect(said).toEqual([expect.stringMatching(/results.ndjson is read: this experiment is training, and 6 runs of the file are shown when it has ended/)])
    expect(sweeps.sessions.peek().size).toBe(0)
    active.value = null
    end()
    await opened
    expect(sweeps.sessions.peek().get(onDesk.id)?.view.peek().progress.runsEnded).toBe(records.length)
    expect(said.at(-1)).toMatch(/results.ndjson is open/)
  })

  it('of an experiment puts it on the desk, and leaves nothing out', async () => {
    const { desk, said, open } = bench()
    await open(fileOf('mine.json', `\uFEFF${JSON.stringify(experiment, null, 2)}`))
    expect(said).toEqual(['mine.json is open: an experiment, nothing has been started.'])
    expect(desk.onDesk.peek()!.experiment).toEqual(experiment)
  })

  it('of results and bad lines says what it left out', async () => {
    const { said, open, results } = bench()
    await open(fileOf('bad.ndjson', `${await results.text()}\n${'{"kind":"walk"}\n'.repeat(9)}`))
    expect(said.at(-1)).toMatch(/^bad.ndjson is open: 6 runs\. Left out: line 7: .*; 6 more lines that cannot be read\.$/)
  })

  it('that is neither an experiment nor results says why not, and leaves the desk as it is', async () => {
    const { desk, said, open } = bench()
    await open(fileOf('notes.json', 'not JSON'))
    expect(said).toEqual([expect.stringMatching(/^notes.json cannot be opened: /)])
    expect(desk.onDesk.peek()).toBeNull()
  })
})
