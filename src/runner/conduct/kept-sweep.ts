/**
 * Sweeps that outlive their tab. Every finished run and the latest checkpoint of every unfinished group go into the
 * archive as they come; what is there is taken over when the sweep is begun again. One tab leads a sweep: a lock by
 * the experiment's id. Where nothing can be stored or locked the sweep goes on in memory, and says so.
 */
import type { EngineEnvironment } from '../../protocol/environment'
import type { SweepPlan } from '../../experiment/sweep-plan'
import { conduct, type ConductOptions } from './conduct'
import { defer } from './deferred'
import type { KeptCheckpoint } from '../keeping/kept-checkpoint'
import type { ArchiveFailure, ArchivedSweep, openArchive, ResultsArchive } from '../keeping/persistence'
import { mergeRecords } from '../keeping/record-lines'
import { isConcluded } from '../keeping/results-store'
import type { RunRecord } from '../keeping/run-record'
import type { PooledTrainer, Sweep } from './sweep'

/** What Web Locks (`navigator.locks`) offer of use here. */
export interface Locks {
  request(name: string, options: { ifAvailable: true }, held: (lock: unknown) => Promise<void>): Promise<unknown>
}

export interface KeeperOptions {
  readonly open: () => ReturnType<typeof openArchive>
  /** null where the browser has none (an insecure address): then every tab leads. */
  readonly locks: Locks | null
  readonly clock: () => number // milliseconds since 1970
  /** Called when a run of this experiment has been stored. */
  readonly onStored?: (experimentId: string) => void
}

export interface Recalled {
  readonly records: readonly RunRecord[] // concluded runs of the plan, in any order
  readonly checkpoints: readonly KeptCheckpoint[] // of runs not among them
  /** What was found, or why nothing could be, in words. */
  readonly notices: readonly string[]
}

export type KeptOptions = Omit<ConductOptions, 'onBegin' | 'onCheckpoint' | 'checkpoints' | 'notices'> & Pick<ArchivedSweep, 'title' | 'link'> & {
  /** Trains everything again; results that are kept give way as new ones come. */
  readonly afresh?: boolean
}

export interface Keeper {
  /** What earlier visits left of this plan; nothing is locked or changed. */
  recall(plan: SweepPlan): Promise<Recalled>
  /**
   * Conducts a sweep and keeps it: goes on from `options.from` and from what the archive has.
   * @returns the sweep, or in words why this tab may not: another one conducts it
   */
  begin(plan: SweepPlan, spawn: () => Promise<PooledTrainer> | PooledTrainer, options: KeptOptions): Promise<Sweep | string>
}

/** A checkpoint larger than this stays in memory: storing it would hold the page up. */
const largestStoredBytes = 64 * 2 ** 20
/** A browser that does not answer is taken for one that refuses. */
const openingMilliseconds = 5000
/** Results that found no room are offered again this often: the user may have deleted something. */
const againMilliseconds = 3000

export function createKeeper({ open, locks, clock, onStored }: KeeperOptions): Keeper {
  let opened: ReturnType<typeof openArchive> | null = null, silent: ReturnType<typeof openArchive> | null = null
  // Waited for once; an answer that comes late is still taken, by the next sweep.
  const archive = (): ReturnType<typeof openArchive> => Promise.race([opened ??= open(), silent ??= silence()])

  async function recall(plan: SweepPlan): Promise<Recalled> {
    const store = await archive()
    if (!store.ok) return { records: [], checkpoints: [], notices: [store.error.message] }
    const [runs, checkpoints] = await Promise.all([store.value.load(plan.runs.map(({ id }) => id)), store.value.checkpoints(plan)])
    if (!runs.ok || !checkpoints.ok) {
      return { records: [], checkpoints: [], notices: [runs, checkpoints].flatMap((one) => (one.ok ? [] : [one.error.message])).slice(0, 1) }
    }
    const records = runs.value.records.filter(({ status }) => isConcluded(status))
    const concluded = new Set(records.map(({ id }) => id))
    const kept = checkpoints.value.kept.filter((one) => one.runs.some(({ id }) => !concluded.has(id)))
    return { records, checkpoints: kept, notices: found(plan, concluded, kept, runs.value.unreadable.length + checkpoints.value.unreadable) }
  }

  return {
    recall,
    async begin(plan, spawn, { title, link, afresh = false, from = [], onRecord, ...options }) {
      const release = locks === null ? () => {} : await lead(locks, plan.experimentId)
      if (release === null) return 'this sweep is training in another tab of this browser: that one leads, and what it finishes can be seen here after a reload'
      try {
        const store = await archive()
        if (afresh && store.ok) await store.value.dropCheckpoints(plan.runs.map(({ id }) => id))
        const before = afresh ? { records: [], checkpoints: [], notices: store.ok ? [] : [store.error.message] } : await recall(plan)
        const writer = store.ok ? createWriter(store.value, plan, () => ({ experimentId: plan.experimentId, title, link, updated: clock() }), onStored) : null
        const records = mergeRecords(before.records, from)
        writer?.concluded(records)
        const sweep = conduct(plan, spawn, {
          ...options, from: records, checkpoints: before.checkpoints, notices: before.notices,
          onBegin: (tell) => writer?.speakBy(tell),
          onRecord(record) {
            const kept = isConcluded(record.status) ? writer?.keep(record) : undefined // first: the listener may throw
            const told = onRecord?.(record)
            return kept ?? told
          },
          onCheckpoint: (kept) => writer?.keepCheckpoint(kept),
        })
        void sweep.done.then(() => writer?.settled()).finally(release)
        return sweep
      } catch (error) { // no tab of this browser could lead it again
        release()
        throw error
      }
    },
  }
}

/**
 * Writes one thing after the other; a checkpoint that was overtaken while it waited is never written. Results that
 * find the storage full are offered again until there is room, for as long as the tab lives.
 */
function createWriter(
  archive: ResultsArchive, plan: SweepPlan, sweep: () => ArchivedSweep, onStored: KeeperOptions['onStored'],
) {
  let last: Promise<unknown> = Promise.resolve()
  const waiting = new Map<string, KeptCheckpoint>() // by first run
  const stored = new Map<string, readonly string[]>() // first run -> runs
  const done = new Set<string>() // stored
  const homeless = new Map<string, RunRecord>()
  let again: ReturnType<typeof setTimeout> | undefined
  let speak: (words: string) => void = () => {}
  const inTurn = (work: () => Promise<ArchiveFailure | null>): Promise<string | null> => {
    const words = last.then(work).then(
      (failure) => failure?.message ?? null,
      (error: unknown) => `a result could not be stored (${String(error)}): it stays in this tab only`, // and the next has its turn
    )
    last = words
    return words
  }
  const isOver = (runs: readonly string[]): boolean => runs.every((id) => done.has(id))
  const dropEnded = async (): Promise<ArchiveFailure | null> => {
    const over = [...stored].filter(([, runs]) => isOver(runs)).map(([first]) => first)
    over.forEach((first) => stored.delete(first))
    return over.length > 0 ? archive.dropCheckpoints(over) : null
  }
  async function store(record: RunRecord): Promise<ArchiveFailure | null> {
    const failure = await archive.keep(record, sweep())
    if (failure?.kind === 'full') {
      homeless.set(record.id, record)
      again ??= setTimeout(() => void inTurn(offerAgain), againMilliseconds)
    }
    if (failure !== null) return failure
    homeless.delete(record.id)
    done.add(record.id) // not before: until it is stored its checkpoint is all there is of it
    onStored?.(plan.experimentId)
    return dropEnded()
  }
  /** Checkpoints of earlier visits go too once every run is stored. */
  const settle = async (): Promise<ArchiveFailure | null> => {
    const all = plan.runs.map(({ id }) => id)
    return isOver(all) ? archive.dropCheckpoints(all) : null
  }
  async function offerAgain(): Promise<ArchiveFailure | null> {
    again = undefined
    const offered = homeless.size
    for (const record of [...homeless.values()]) if (await store(record) !== null) return null
    if (offered > 0) speak(`there is room again: ${offered === 1 ? 'the result' : `the ${offered} results`} that had found none ${offered === 1 ? 'is' : 'are'} stored now`)
    return settle()
  }
  return {
    speakBy(tell: (words: string) => void): void { speak = tell },
    concluded: (records: readonly RunRecord[]): void => records.forEach(({ id, status }) => { if (isConcluded(status)) done.add(id) }),
    keep: (record: RunRecord): Promise<string | null> => inTurn(() => store(record)),
    async keepCheckpoint(kept: KeptCheckpoint): Promise<string | null> {
      const first = kept.runs[0].id
      const runs = kept.runs.map(({ id }) => id)
      if (bytesOf(kept) > largestStoredBytes) return 'a group\'s checkpoint is too large to store: if this tab is closed, its runs start again'
      const isWaiting = waiting.has(first)
      waiting.set(first, kept)
      if (isWaiting) return null
      return inTurn(async () => {
        const latest = waiting.get(first)!
        waiting.delete(first)
        if (isOver(runs)) return null
        stored.set(first, runs)
        return archive.keepCheckpoint(latest, plan.experimentId)
      })
    },
    /** After the last write. */
    settled: (): Promise<unknown> => inTurn(settle),
  }
}

const bytesOf = ({ checkpoint: { state } }: KeptCheckpoint): number =>
  state.parameters.byteLength + state.firstMoment.byteLength + state.secondMoment.byteLength

function found(plan: SweepPlan, concluded: ReadonlySet<string>, kept: readonly KeptCheckpoint[], unreadable: number): string[] {
  const begun = new Set(kept.flatMap(({ runs }) => runs.map(({ id }) => id)).filter((id) => !concluded.has(id)))
  const environments = new Set(kept.map(({ checkpoint }) => engineWords(checkpoint.environment)))
  const words: string[] = []
  if (concluded.size > 0) words.push(`${concluded.size} of ${plan.runs.length} runs were kept from an earlier visit`)
  if (begun.size > 0) words.push(`${begun.size} more were under way on ${[...environments].join(', ')} and go on from their checkpoint`)
  const sentence = words.length > 0 ? [words.join('; ')] : []
  return unreadable === 0 ? sentence : [...sentence, `${unreadable} stored results are damaged or of another version: they are left out and trained again`]
}

const engineWords = ({ engine, adapter }: EngineEnvironment): string => `${engine} (${adapter})`

/** @returns what gives the lead back, or null when another tab has it */
async function lead(locks: Locks, experimentId: string): Promise<(() => void) | null> {
  const granted = defer<boolean>()
  const over = defer<void>()
  locks.request(`superposition-lab sweep ${experimentId}`, { ifAvailable: true }, async (lock) => {
    granted.resolve(lock !== null)
    if (lock !== null) await over.promise
  }).catch(() => granted.resolve(true)) // a document that may not lock: nobody else of it can be told either
  return (await granted.promise) ? () => over.resolve() : null
}

function silence(): ReturnType<typeof openArchive> {
  return new Promise((resolve) => setTimeout(() => resolve({
    ok: false, error: { kind: 'unavailable', message: 'this browser\'s storage does not answer: results stay in this tab only' },
  }), openingMilliseconds))
}
