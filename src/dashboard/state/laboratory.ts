/** The page's state, in one place: what lies on the desk, what trains, what it would cost, and what the page says. */
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { ChosenFile, ReadChosenFile } from '../../runner/keeping/chosen-file'
import type { Judge } from '../../runner/conduct/judge-in-worker'
import type { Locks } from '../../runner/keeping/indexed-db-store'
import type { PooledTrainer, SweepView } from '../../runner/conduct/sweep'
import type { Preset } from '../../experiment/preset'
import { announcePhases, createAnnouncements, type Announcements } from './announcements'
import { createDesk, type Address, type Desk } from './desk'
import { createDraft, type Draft } from './draft'
import { createEstimator, type Estimator } from './estimate'
import { estimateWhenIdle } from './idle-estimate'
import { createKeeping, type Keeping } from './keeping'
import { createLaunch, type Launch } from './launch'
import { createLossTables, type LossTables } from './loss-table'
import { createOffline, type Offline } from './offline'
import { createOpening } from './opening'
import type { Page } from './page'
import { createRecall, type Recall } from './recall'
import { createRecordings, type Recordings } from './recordings'
import { createSharing, type Sharing } from './sharing'
import { createStorage, type Storage } from './storage'
import { createSweepQueue, type SweepQueue } from './sweep-queue'
import { createSweeps, type Sweeps, type SweepSession } from './sweeps'
import type { TabClaim } from './tab-claim'
import type { TabMemory } from './tab-memory'
import { createTheme, type Theme } from './theme'
import { createVerifier, type Verifier } from './verification'
import { createPageViews, type PageViews } from './view'

export interface LaboratoryOptions {
  /** Reads a file that a reader chose, beside the page's thread. */
  readonly readFile: ReadChosenFile
  readonly catalogue: readonly Preset[]
  readonly address: Address
  readonly page: Page
  readonly spawn: () => PooledTrainer
  readonly judge: Judge
  readonly trainers: number // most that may train at once on the CPU
  readonly now: () => number // milliseconds from any origin
  readonly today: () => number // milliseconds since 1970
  readonly locks: Locks | null // null where the browser has none
  readonly queueMemory: TabMemory
  readonly tabClaim: TabClaim
  /** Keeps the page's files; null where the browser has none, and in development. */
  readonly serviceWorkers: ServiceWorkerContainer | null
  readonly storage: Parameters<typeof createStorage>[0]
  /** Bytes of a file of recorded results; null where there is none. */
  readonly fetchRecorded: (name: string) => Promise<Uint8Array | null>
  /** Named in the exports; the version of this build. */
  readonly version: string
}

export interface Laboratory extends Launch, Sharing, Pick<Announcements, 'announce'> {
  readonly catalogue: readonly Preset[]
  readonly version: string
  readonly desk: Desk
  /** Which runs, feature and moment of the results are looked at; part of the link. */
  readonly look: PageViews
  readonly sweeps: Sweeps
  /** Another trainer, for what is neither a sweep nor its cost. */
  readonly spawn: () => PooledTrainer
  /** Judges the claims about a preset, beside this thread. */
  readonly judge: Judge
  readonly queue: SweepQueue
  readonly offline: Offline
  readonly estimator: Estimator
  readonly draft: Draft | null // null where there is no experiment to edit
  readonly theme: Theme
  readonly keeping: Keeping
  readonly storage: Storage
  readonly recordings: Recordings
  readonly verifier: Verifier
  readonly lossTables: LossTables
  /** The sweep of the experiment on the desk, if it was started in this session. */
  readonly session: ReadonlySignal<SweepSession | null>
  readonly view: ReadonlySignal<SweepView | null>
  readonly editing: Signal<boolean>
  readonly keysShown: Signal<boolean>
  readonly shortcuts: Signal<boolean>
  readonly announcement: Announcements['last']
  /** Opens the form, with the keyboard in it, or closes it. */
  toggleForm(): void
  /** Puts an experiment or results from a file on the desk, or opens a table of losses, or says why not. */
  openFile(file: ChosenFile): Promise<void>
  /** Puts an experiment on the desk with what is saved of it. */
  show: Recall['show']
}

export function createLaboratory(options: LaboratoryOptions): Laboratory {
  const { page } = options
  const desk = createDesk(options.catalogue, options.address)
  const keeping = createKeeping(options.today, options.locks)
  const sweeps = createSweeps({
    browserSweeps: keeping.sweeps, spawn: options.spawn, trainers: options.trainers, now: options.now, beforePaint: page.beforePaint,
    canEvict: (id) => id !== desk.onDesk.peek()?.id && keeping.saved.peek().some(({ experimentId }) => experimentId === id),
  })
  const session = computed(() => {
    const onDesk = desk.onDesk.value
    return onDesk === null ? null : sweeps.sessions.value.get(onDesk.id) ?? null
  })
  const view = computed(() => session.value?.view.value ?? null)
  const { last: announcement, announce, speak } = createAnnouncements()
  const estimator = createEstimator(options.spawn, options.trainers)
  const storage = createStorage(options.storage)
  const recordings = createRecordings(desk.onDesk, session, options.fetchRecorded)
  const queue = createSweepQueue({ sweeps, lay: desk.lay, memory: options.queueMemory, claim: options.tabClaim, announce, beforeStart: () => estimator.abandon() })
  const first = desk.onDesk.peek()
  const draft = first === null && options.catalogue.length === 0 ? null : createDraft(first?.experiment ?? options.catalogue[0].preview)
  const editing = signal(false)

  // Whatever lands on the desk is what the form shows.
  effect(() => {
    const onDesk = desk.onDesk.value
    if (onDesk !== null) draft?.reset(onDesk.experiment)
  })
  estimateWhenIdle({ onDesk: desk.onDesk, session, sweeps, estimator, whenIdle: page.whenIdle })
  const lossTables = createLossTables({ announce, reveal: page.reveal })
  const recall = createRecall({
    desk, sweeps, saved: keeping.sweeps,
    onRecalled: (onDesk) => { if (session.peek() === null) page.whenIdle(() => void recordings.fetch(onDesk)) },
  })
  const openOnDesk = createOpening({ desk, sweeps, keeping, recall, read: options.readFile, announce, reveal: page.reveal })
  page.onHide(() => sweeps.active.peek()?.sweep.checkpoint())
  announcePhases(view, speak)

  return {
    catalogue: options.catalogue, version: options.version, spawn: options.spawn, judge: options.judge,
    desk, look: createPageViews(desk), sweeps, queue, keeping, storage, recordings, estimator, draft, session, view, editing, announcement, announce,
    verifier: createVerifier(options), theme: createTheme(), offline: createOffline(options.serviceWorkers, './service-worker.js'),
    keysShown: signal(false), shortcuts: signal(true),
    ...createLaunch({ desk, session, sweeps, queue, recall, estimator, storage, announce, reveal: page.reveal }),
    ...createSharing({ desk, page, speak }),
    lossTables,
    openFile: async (file) => (isTable(file.name) ? lossTables.open(file) : openOnDesk(file)),
    show: recall.show,
    toggleForm() {
      editing.value = !editing.peek()
      if (editing.peek()) page.reveal('edit', { focus: true })
    },
  }
}

const isTable = (name: string): boolean => /\.(csv|tsv)$/i.test(name)
