/**
 * A sweep saved in a results file (results-file.ts), with its checkpoints in a folder beside it (checkpoint-files.ts) and,
 * while it is written to, a lock (file-lock.ts). The file is made when the lock is taken and is touched by nobody else.
 */
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { encodeLink } from '../experiment/link'
import { failure, success, type Result } from '../experiment/result'
import type { SweepPlan } from '../experiment/sweep-plan'
import type { ReadFile } from '../runner/keeping/file-reader'
import { writeRecordLine } from '../runner/keeping/record-line'
import { isConcluded } from '../runner/keeping/results-store'
import type { RunRecord } from '../runner/keeping/run-record'
import { unconcluded, withoutEnded, type Finding, type LockFailure, type Saved, type StoreFailure, type SweepStore } from '../runner/keeping/sweep-store'
import { openCheckpointFiles } from './checkpoint-files'
import { acquireLock } from './file-lock'
import { openResultsFile, placeOf, readFileAt, resolvePlace, type Place, type ResultsFile } from './results-file'

/** What becomes of results that are in the file already. */
export type Existing = 'refuse' | 'resume' | 'replace'

export interface FileStoreOptions {
  readonly existing: Existing
  /** Whether trained parameters are written too. */
  readonly parameters: boolean
  readonly now: () => number // milliseconds from any origin
}

export interface FileStore extends SweepStore {
  /** Ends the file with the sweep's summary, unless the one it ends with is still true. */
  appendSummary(line: string): Promise<StoreFailure | null>
}

const checkpointsOf = (path: string): string => `${path}.checkpoints`

/** Why results may not be written there; null where they may. The lock asks again: another process may have written meanwhile. */
export function refusalOf(named: string, existing: Existing, now: () => number): StoreFailure | null {
  const asked = attempt(() => {
    const refusal = refusals[placeOf(named)](existing)
    if (refusal !== null) return refusal
    const path = resolvePlace(named)
    return openCheckpointFiles(checkpointsOf(path), now).isForeign() ? `${checkpointsOf(path)} is not a folder of this lab's checkpoints: move it away` : null
  })
  if (!asked.ok) return asked.error
  return asked.value === null ? null : { kind: 'foreign', message: asked.value }
}

const refusals: Readonly<Record<Place, (existing: Existing) => string | null>> = {
  new: () => null,
  empty: () => null,
  results: (existing) => (existing === 'refuse' ? 'a file that holds something already' : null),
  foreign: (existing) => (existing === 'refuse' ? 'a file that holds something already' : 'a file that holds no results of this lab; nothing is written to it'),
  'not-a-file': () => 'not a regular file',
  'standard-output': () => 'the standard output is written there already',
  linked: () => 'a file that has another name too (a hard link), which would change with it: copy it first',
}

export function openFileStore(named: string, plan: SweepPlan, { existing, parameters, now }: FileStoreOptions): FileStore {
  const path = resolvePlace(named)
  const checkpoints = openCheckpointFiles(checkpointsOf(path), now)
  const link = encodeLink(plan.experiment)
  let file: ResultsFile | null = null // open while the lock is held
  let read: ReadFile | null = null // what the lock found, until something is appended
  let endsWithSummary = false
  let giveBack = (): void => {}
  const orFailure = (work: () => void): Promise<StoreFailure | null> => {
    const done = attempt(work)
    return Promise.resolve(done.ok ? null : done.error)
  }
  const writable = (): ResultsFile => {
    if (file === null) throw new Error('the results file is not locked')
    return file
  }
  const close = (): void => {
    file?.close()
    file = null
    giveBack()
    giveBack = () => {}
  }
  /** Opens the file to write to it, and removes what no later sweep can use. */
  const open = (): void => {
    const place = placeOf(named)
    const isNew = place === 'new' || existing === 'replace'
    if (existing === 'replace') rmSync(path, { force: true })
    read = isNew ? null : readFileAt(path)
    endsWithSummary = read?.endsWithSummary ?? false
    file = openResultsFile(path, read)
    checkpoints.tidy(isNew) // a new results file begins a new sweep: what an older one of that name left is no part of it
  }
  const lock = (): LockFailure | null => {
    const locked = attempt(() => acquireLock(`${path}.lock`))
    if (!locked.ok) return locked.error
    switch (locked.value.kind) {
      case 'held': return { kind: 'held', by: { kind: 'process', id: locked.value.by } }
      case 'foreign': return { kind: 'foreign', message: `${path}.lock is not a lock of this lab: remove it if nothing needs it` }
      case 'acquired': break
      default: locked.value satisfies never
    }
    giveBack = locked.value.release
    const refusal = refusalOf(named, existing, now)
    const opened = refusal === null ? attempt(open) : failure(refusal)
    if (opened.ok) return null
    close()
    return opened.error
  }

  return {
    load() {
      return Promise.resolve(attempt((): Saved => {
        const place = placeOf(named)
        if (place === 'new') return { records: [], checkpoints: [], findings: [] }
        const refusal = refusals[place]('resume')
        if (refusal !== null) throw new Error(refusal)
        const found = checkpoints.read(plan)
        const { records, findings } = savedIn(read ?? readFileAt(path), plan)
        return {
          records, checkpoints: withoutEnded(found.checkpoints, records),
          findings: [...findings, ...repeated<Finding>({ kind: 'damaged-checkpoint' }, found.damaged), ...repeated<Finding>({ kind: 'foreign-checkpoint' }, found.foreign)],
        }
      }))
    },
    append: async (record) => unconcluded(record) ?? orFailure(() => {
      writable().append(writeRecordLine(record, { link, parameters }))
      read = null
      endsWithSummary = false
    }),
    appendSummary: (line) => orFailure(() => {
      if (endsWithSummary) return
      writable().append(line)
      endsWithSummary = true
    }),
    async saveCheckpoint(checkpoint) {
      const failed = await orFailure(() => checkpoints.save(checkpoint))
      return failed && { ...failed, message: `a checkpoint could not be written (${failed.message}): if the sweep ends early, its runs start again from an older one` }
    },
    dropCheckpoints: (firstRunIds) => orFailure(() => checkpoints.drop(firstRunIds, () => writable().flush())),
    flush: () => orFailure(() => {
      checkpoints.flush()
      writable().flush()
      for (const folder of [dirname(path), checkpointsOf(path)]) flushFolder(folder)
    }),
    lock: () => Promise.resolve(lock()),
    close,
  }
}

function savedIn({ records, problems, problemCount, torn }: ReadFile, plan: SweepPlan): Pick<Saved, 'records' | 'findings'> {
  const concluded = new Map(records.filter(({ status }) => isConcluded(status)).map((record) => [record.id, record]))
  const own = plan.runs.flatMap(({ id }): RunRecord[] => { const found = concluded.get(id); return found === undefined ? [] : [found] })
  const others = concluded.size - own.length
  return {
    records: own,
    findings: [
      ...(others > 0 ? [{ kind: 'runs-of-other-sweeps', runs: others } as const] : []),
      ...(torn ? [{ kind: 'torn-run' } as const] : []),
      ...problems.map(({ line, message }) => ({ kind: 'unreadable-run', at: `line ${line}`, message } as const)),
      ...(problemCount > problems.length ? [{ kind: 'more-unreadable-runs', runs: problemCount - problems.length } as const] : []),
    ],
  }
}

const repeated = <T>(item: T, times: number): readonly T[] => Array.from({ length: times }, () => item)

/** So that a file that was made or renamed is found again after a power cut; where a system opens no folders it has its own ways. */
function flushFolder(path: string): void {
  try {
    const folder = openSync(path, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  } catch { // the file system's entrance
    return
  }
}

/** The file system's entrance: what it throws leaves as a failure. */
function attempt<T>(work: () => T): Result<T, StoreFailure> {
  try {
    return success(work())
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return failure({ kind: code === 'ENOSPC' || code === 'EDQUOT' ? 'full' : 'failed', message: String(error) })
  }
}
