/** The page: regions in the order in which they are read. All state is in the laboratory; nothing here computes. */
import { render } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { whenIdle } from './idle-queue'
import { keepScroll } from './keep-scroll'
import { followPrinting } from './printing'
import { keepTextsThroughTranslation } from './translation'
import { BadLink } from './panels/bad-link'
import { Note } from './panels/corrections'
import { FileDrop } from './panels/file-drop'
import { KeyboardMap } from './panels/keyboard-map'
import { later } from './panels/later'
import { Launch } from './panels/launch'
import { SavedSweeps } from './panels/saved-sweeps'
import { MissingPart } from './panels/missing-part'
import { OfflineNote } from './panels/offline-note'
import { PageHeader } from './panels/page-header'
import { Question } from './panels/question'
import { Announcer } from './panels/announcer'
import { SweepProgressBar } from './panels/sweep-progress'
import { SweepQueuePanel } from './panels/sweep-queue'
import { ViewProblems } from './panels/view-problems'
import { keepFocus } from './state/focus'
import { listenToKeys } from './state/keyboard'
import type { Laboratory } from './state/laboratory'
import './styles/tokens.css'
import './styles/base.css'
import './styles/page.css'
import './styles/sections.css'
import './styles/walk.css'
import './styles/keeping.css'
import './styles/reproduction.css'
import './styles/paper.css'
import './styles/forced-colours.css'

// Not needed for the first screen.
const ExperimentForm = later(() => import('./panels/experiment-form').then((module) => module.ExperimentForm))
const ReceiptCard = later(() => import('./panels/receipt-card').then((module) => module.ReceiptCard))
const RecordedResults = later(() => import('./panels/recorded-results').then((module) => module.RecordedResults))
const Walk = later(() => import('./panels/walk').then((module) => module.Walk))
const ShareDialog = later(() => import('./panels/share-dialog').then((module) => module.ShareDialog))
const Catalogue = later(async () => {
  await new Promise<void>((resolve) => { whenIdle(resolve) }) // two dozen experiments are parsed for it
  return (await import('./panels/catalogue')).Catalogue
})
const LossTable = later(async () => {
  await new Promise<void>((resolve) => { whenIdle(resolve) })
  return (await import('./panels/loss-table')).LossTable
})
const Results = later(() => import('./panels/results').then((module) => module.Results))

function Application({ lab }: { lab: Laboratory }) {
  useEffect(() => listenToKeys(lab), [lab])
  useEffect(keepFocus, [])
  const content = lab.desk.content.value
  const session = lab.session.value
  const everShared = useRef(false)
  everShared.current ||= lab.shared.value !== null
  const step = lab.look.current.value.choices.walk
  const recording = lab.recordings.shown.value
  const receipt = lab.desk.receipt.value
  return (
    <>
      <PageHeader lab={lab} />
      <main tabIndex={-1}>
        <MissingPart lab={lab} />
        {step === undefined ? <Question lab={lab} /> : <Walk lab={lab} step={step} />}
        {content.kind === 'bad-link' && <BadLink lab={lab} link={content.link} problems={content.problems} />}
        <ViewProblems lab={lab} />
        {content.kind === 'empty' && <p class="card">No experiments came with this build.</p>}
        {content.kind === 'experiment' && (
          <>
            <Launch lab={lab} onDesk={content} />
            <SweepQueuePanel lab={lab} />
            <div id="edit" tabIndex={-1}>{lab.editing.value && lab.draft !== null && <ExperimentForm lab={lab} draft={lab.draft} />}</div>
            {receipt !== null && <ReceiptCard key={content.id} lab={lab} onDesk={content} receipt={receipt} />}
            {recording !== null && <RecordedResults key={content.id} lab={lab} recording={recording} />}
            {lab.recordings.trouble.value !== null && <p class="small notice-line" role="status">{lab.recordings.trouble.value}</p>}
            {session !== null && (
              <div class="sweep" id="sweep" key={session.experimentId}>
                <SweepProgressBar lab={lab} session={session} />
                <Results lab={lab} session={session} />
              </div>
            )}
          </>
        )}
        {lab.catalogue.length > 0 && <Catalogue lab={lab} />}
        <SavedSweeps lab={lab} />
        <LossTable lab={lab} />
        <Note />
      </main>
      <footer class="page-footer small soft">
        <p>
          Everything runs in this tab: nothing is sent anywhere, and no other site is asked for anything. Version {lab.version}; <a href="./licences.txt">licences of what it is made with</a>.
        </p>
        <OfflineNote lab={lab} />
      </footer>
      <KeyboardMap lab={lab} />
      {everShared.current && <ShareDialog lab={lab} />}
      <FileDrop lab={lab} />
      <Announcer lab={lab} />
    </>
  )
}

export function mount(lab: Laboratory, element: HTMLElement): void {
  element.replaceChildren()
  followPrinting()
  keepTextsThroughTranslation(element)
  render(<Application lab={lab} />, element)
  keepScroll()
}
