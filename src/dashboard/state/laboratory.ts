/** The page's state, in one place: what lies on the desk, what trains, what it would cost, and what the page says. */
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { mergeRecords } from '../../runner/keeping/record-lines'
import { isConcluded } from '../../runner/keeping/results-store'
import type { Locks } from '../../runner/keeping/indexed-db-store'
import type { PooledTrainer, SweepView } from '../../runner/conduct/sweep'
import type { Preset } from '../../experiment/preset'
import type { Receipt } from '../../experiment/receipt'
import { failure } from '../../experiment/result'
import { copyText } from '../clipboard'
import { createDesk, type Address, type Desk, type OnDesk } from './desk'
import { createDraft, type Draft } from './draft'
import { createEstimator, type Estimator } from './estimate'
import { readFileText, textOf } from './file'
import { createKeeping, type Keeping } from './keeping'
import { createOffline, type Offline } from './offline'
import { createRecordings, type Recordings } from './recordings'
import type { SharedLink } from './shared-link'
import { createStorage, type Storage } from './storage'
import { createSweepQueue, type QueueMemory, type SweepQueue } from './sweep-queue'
import { createSweeps, type Sweeps, type SweepSession } from './sweeps'
import { createTheme, type Theme } from './theme'
import { formatCount } from '../../report/phrases'
import { createVerifier, type Verifier } from './verification'
import { createPageViews, type PageViews } from './view'

export interface LaboratoryOptions {
  readonly catalogue: readonly Preset[]
  readonly address: Address
  readonly spawn: () => PooledTrainer
  readonly trainers: number // most that may train at once on the CPU
  readonly now: () => number // milliseconds from any origin
  readonly today: () => number // milliseconds since 1970
  readonly locks: Locks | null // null where the browser has none
  readonly queueMemory: QueueMemory
  /** Keeps the page's files; null where the browser has none, and in development. */
  readonly serviceWorkers: ServiceWorkerContainer | null
  readonly storage: Parameters<typeof createStorage>[0]
  /** Bytes of a file of recorded results; null where there is none. */
  readonly fetchRecorded: (name: string) => Promise<Uint8Array | null>
  /** Named in the exports; the version of this build. */
  readonly version: string
}

export interface Laboratory {
  readonly catalogue: readonly Preset[]
  readonly version: string
  readonly desk: Desk
  /** Which runs, feature and moment of the results are looked at; part of the link. */
  readonly look: PageViews
  readonly sweeps: Sweeps
  /** Another trainer, for what is neither a sweep nor its cost. */
  readonly spawn: () => PooledTrainer
  readonly queue: SweepQueue
  readonly offline: Offline
  readonly estimator: Estimator
  readonly draft: Draft | null // null where there is no experiment to edit
  readonly theme: Theme
  readonly keeping: Keeping
  readonly storage: Storage
  readonly recordings: Recordings
  readonly verifier: Verifier
  /** The sweep of the experiment on the desk, if it was started in this sitting. */
  readonly session: ReadonlySignal<SweepSession | null>
  readonly view: ReadonlySignal<SweepView | null>
  readonly editing: Signal<boolean>
  readonly keysShown: Signal<boolean>
  readonly shortcuts: Signal<boolean>
  /** Last thing said: read by screen readers and, unless the page shows it elsewhere, noted at its foot for a moment. */
  readonly announcement: ReadonlySignal<{ readonly text: string; readonly count: number; readonly shown: boolean }>
  announce(text: string): void
  /** Trains what has no result yet; `afresh` trains all again. While another sweep trains it is put in the queue. */
  run(afresh?: boolean): void
  /** Trains one run of the sweep on the desk that was stopped or failed. */
  retryRun(runId: string): void
  /** Puts an experiment or results from a file on the desk, or says why not. */
  openFile(file: Pick<File, 'name' | 'size' | 'text'>): Promise<void>
  pauseOrResume(): void
  stop(): void
  /** Back to step 0 with the same seeds: its results leave the page, and Run trains all again. What is stored stays until then. */
  reset(): void
  /** Brings back what is stored of the experiment on the desk, if nothing is shown of it. */
  recall(): void
  /** Copies the link; with a receipt it also says what the experiment came out at here. */
  share(receipt?: Receipt): Promise<void>
  /** The link that is shown to be shared; null while none is. */
  readonly shared: Signal<SharedLink | null>
}

export function createLaboratory(options: LaboratoryOptions): Laboratory {
  const desk = createDesk(options.catalogue, options.address)
  const keeping = createKeeping(options.today, options.locks)
  const sweeps = createSweeps({
    browserSweeps: keeping.sweeps, spawn: options.spawn, trainers: options.trainers, now: options.now,
    canEvict: (id) => id !== desk.onDesk.peek()?.id && keeping.kept.peek().some(({ experimentId }) => experimentId === id),
    beforePaint: (callback) => {
      if (document.hidden) setTimeout(callback, 250)
      else requestAnimationFrame(callback)
    },
  })
  const estimator = createEstimator(options.spawn, options.trainers)
  const session = computed(() => {
    const onDesk = desk.onDesk.value
    return onDesk === null ? null : sweeps.sessions.value.get(onDesk.id) ?? null
  })
  const view = computed(() => session.value?.view.value ?? null)
  const storage = createStorage(options.storage)
  const recordings = createRecordings(desk.onDesk, session, options.fetchRecorded)
  const verifier = createVerifier(options)
  const shared = signal<SharedLink | null>(null)
  const announcement = signal({ text: '', count: 0, shown: false })
  const say = (text: string, shown: boolean): void => { announcement.value = { text, count: announcement.peek().count + 1, shown } }
  const announce = (text: string): void => say(text, true)
  const first = desk.onDesk.peek()
  const draft = first === null && options.catalogue.length === 0 ? null : createDraft(first?.experiment ?? options.catalogue[0].preview)

  const queue = createSweepQueue({ sweeps, lay: desk.lay, memory: options.queueMemory, announce, beforeStart: () => estimator.abandon() })

  // Whatever lands on the desk is what the form shows.
  effect(() => {
    const onDesk = desk.onDesk.value
    if (onDesk !== null) draft?.reset(onDesk.experiment)
  })
  // Cost is measured when nothing trains and the page has been left in peace for a moment.
  effect(() => {
    const onDesk = desk.onDesk.value
    const engine = sweeps.engine.value
    if (onDesk === null || sweeps.active.value !== null || session.value !== null) return
    estimator.turnTo(onDesk.plan, engine)
    return whenIdle(() => void estimator.measure(onDesk.plan, engine))
  })
  const reset = new Set<string>() // experiments that begin again at step 0 when they are run
  const recall = (onDesk: OnDesk | null): void => {
    if (onDesk === null) return
    reset.delete(onDesk.id)
    void keeping.sweeps.recall(onDesk.plan).then((recalled) => {
      sweeps.restore(onDesk, recalled.records, recalled)
      if (session.peek() === null) whenIdle(() => void recordings.fetch(onDesk))
    })
  }
  // What was kept of these runs comes back by itself, else what was recorded of them; nothing is trained for either.
  effect(() => recall(desk.onDesk.value))
  // A hidden tab may be discarded without another word.
  document.addEventListener('visibilitychange', () => { if (document.hidden) sweeps.active.peek()?.sweep.checkpoint() })
  announcePhases(view, (text) => say(text, false))

  return {
    catalogue: options.catalogue, version: options.version,
    desk, look: createPageViews(desk), sweeps, spawn: options.spawn, queue, keeping, storage, recordings, verifier, estimator, draft, session, view, theme: createTheme(),
    editing: signal(false), keysShown: signal(false), shortcuts: signal(true),
    offline: createOffline(options.serviceWorkers, './service-worker.js'), announcement, announce, shared,
    run(again = false) {
      const onDesk = desk.onDesk.peek()
      const training = sweeps.active.peek()
      if (onDesk === null || training?.experimentId === onDesk.id) return
      const afresh = again || reset.has(onDesk.id)
      if (!afresh && view.peek()?.runs.every(({ status }) => isConcluded(status)) === true) return
      if (training !== null) {
        const added = queue.add(onDesk, afresh)
        reset.delete(onDesk.id)
        return announce(added ? `Added to the queue: it begins by itself when “${training.title}” has ended.` : 'It is in the queue already.')
      }
      estimator.abandon()
      storage.requestPersistence()
      void sweeps.start(onDesk, afresh).then((refusal) => {
        if (refusal !== null) return announce(refusal)
        reset.delete(onDesk.id)
        requestAnimationFrame(() => document.getElementById('sweep')?.scrollIntoView({ block: 'start', behavior: isCalm() ? 'auto' : 'smooth' }))
      })
    },
    async openFile(file) {
      const { name } = file
      const text = await textOf(file)
      const read = text.ok ? readFileText(text.value) : failure([text.error])
      if (!read.ok) return announce(`${name} cannot be opened: ${read.error.slice(0, 3).join('; ')}`)
      const { experiment, records, leftOut } = read.value
      desk.place(experiment)
      const onDesk = desk.onDesk.peek()
      let known = 0
      if (onDesk !== null && records.length > 0) {
        // A file never replaces what was found here.
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
        known > 0 ? `, ${known} of which ${known === 1 ? 'was' : 'were'} kept here already and ${known === 1 ? 'stays as it is' : 'stay as they are'}` : '',
        leftOut.length > 0 ? `. Left out: ${leftOut.join('; ')}` : '', '.',
      ].join(''))
      document.getElementById('experiment')?.scrollIntoView({ block: 'start' })
    },
    pauseOrResume() {
      const sweep = sweeps.active.peek()?.sweep
      if (sweep === undefined) return
      if (sweep.view().progress.phase === 'paused') sweep.resume()
      else sweep.pause()
    },
    retryRun(runId) {
      const onDesk = desk.onDesk.peek()
      const training = sweeps.active.peek()
      if (onDesk === null) return
      if (training !== null) return announce(`“${training.title}” is training: a run can be tried again when it has ended.`)
      estimator.abandon()
      void sweeps.start(onDesk, false, new Set([runId])).then((refusal) => { if (refusal !== null) announce(refusal) })
    },
    stop() {
      queue.hold()
      sweeps.active.peek()?.sweep.stop()
    },
    reset() {
      const shown = session.peek()
      if (shown === null || shown === sweeps.active.peek()) return
      sweeps.putAway(shown.experimentId)
      reset.add(shown.experimentId)
      announce('Back at step 0, with the same seeds. Run trains all again; until then “Show” under “Your results” brings back what was kept.')
    },
    recall: () => recall(desk.onDesk.peek()),
    async share(receipt) {
      const link = window.location.href.replace(/#.*$/, '') + desk.link(receipt)
      const copied = await copyText(link, navigator.clipboard)
      const carries = receipt === undefined ? 'the whole experiment' : 'the whole experiment and what it came out at here, to be verified'
      shared.value = { link, carries, copied }
      if (copied) say(`Link copied, ${link.length} characters. It carries ${carries}; opening it starts nothing by itself.`, false)
    },
  }
}

const phaseWords = {
  opening: 'Opening an engine.', running: 'Training.', paused: 'Paused.', stopping: 'Stopping.',
  done: 'Done. Results are below.',
} as const

/** The progress panel shows the phase, so it is only spoken. */
function announcePhases(view: ReadonlySignal<SweepView | null>, announce: (text: string) => void): void {
  const phase = computed(() => view.value?.progress.phase ?? null)
  let before: string | null = null
  effect(() => {
    const now = phase.value
    if (now !== null && before !== null && now !== before) announce(phaseWords[now])
    before = now
  })
}

const isCalm = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** @returns what takes it back */
function whenIdle(callback: () => void): () => void {
  let idle = 0
  const wait = setTimeout(() => {
    if (typeof requestIdleCallback === 'function') idle = requestIdleCallback(callback, { timeout: 4000 })
    else callback()
  }, 900)
  return () => {
    clearTimeout(wait)
    if (idle !== 0) cancelIdleCallback(idle)
  }
}
