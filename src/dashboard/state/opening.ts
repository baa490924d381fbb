/** Opening a file: an experiment or results go on the desk, or the page says why not. What was found here is never replaced. */
import { formatCount } from '../../report/phrases'
import type { ChosenFile, ReadChosenFile } from '../../runner/keeping/chosen-file'
import { mergeRecords } from '../../runner/keeping/record-lines'
import { isConcluded } from '../../runner/keeping/results-store'
import type { Desk } from './desk'
import type { Keeping } from './keeping'
import type { Page } from './page'
import type { Recall } from './recall'
import type { Sweeps } from './sweeps'

export interface OpeningOptions {
  readonly desk: Pick<Desk, 'onDesk' | 'place'>
  readonly sweeps: Pick<Sweeps, 'sessions' | 'active' | 'restore' | 'putAway'>
  readonly keeping: { readonly sweeps: Pick<Keeping['sweeps'], 'recall'>; readonly save: Keeping['save'] }
  readonly recall: Pick<Recall, 'endReset'>
  readonly read: ReadChosenFile
  readonly announce: (text: string) => void
  readonly reveal: Page['reveal']
}

/** @returns opens a file; done when its results are shown */
export function createOpening({ desk, sweeps, keeping, recall, read: readFile, announce, reveal }: OpeningOptions) {
  return async (file: ChosenFile): Promise<void> => {
    const { name } = file
    const read = await readFile(file)
    if (!read.ok) return announce(`${name} cannot be opened: ${read.error.slice(0, 3).join('; ')}`)
    const { experiment, records, leftOut } = read.value
    desk.place(experiment)
    reveal('experiment')
    const onDesk = desk.onDesk.peek()
    let known = 0
    if (onDesk !== null && records.length > 0) {
      recall.endReset(onDesk.id)
      for (let training = ofThis(onDesk.id); training !== null; training = ofThis(onDesk.id)) {
        announce(`${name} is read: this experiment is training, and ${formatCount(records.length, 'run')} of the file are shown when it has ended.`)
        await training.sweep.done
      }
      const recalled = await keeping.sweeps.recall(onDesk.plan)
      const here = mergeRecords(recalled.records, sweeps.sessions.peek().get(onDesk.id)?.view.peek().runs.filter(({ status }) => isConcluded(status)) ?? [])
      sweeps.putAway(onDesk.id)
      sweeps.restore(onDesk, mergeRecords(here, records), recalled)
      const ids = new Set(here.map(({ id }) => id))
      const added = records.filter(({ id }) => !ids.has(id))
      for (const record of added) keeping.save(record, onDesk.plan)
      known = records.length - added.length
    }
    announce([
      `${name} is open: ${records.length === 0 ? 'an experiment, nothing has been started' : formatCount(records.length, 'run')}`,
      known > 0 ? `, ${known} of which ${known === 1 ? 'was' : 'were'} saved here already and ${known === 1 ? 'stays as it is' : 'stay as they are'}` : '',
      leftOut.length > 0 ? `. Left out: ${leftOut.join('; ')}` : '', '.',
    ].join(''))
  }

  function ofThis(id: string) {
    const training = sweeps.active.peek()
    return training?.experimentId === id ? training : null
  }
}
