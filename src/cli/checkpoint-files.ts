/**
 * Checkpoints of a headless sweep: a folder beside its results file, one file for each group in training, named after
 * its first run. A file is written aside, flushed to the disk and renamed, so that a kill leaves the old one or the
 * new one; it begins with the lab's mark and its own digest, so that a damaged one is known for what it is. A file is ours by
 * its name and mark; nothing else is ever read, replaced or removed, and no link is followed (decision 0231).
 */
import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { checkpointFormat, readCheckpoint } from '../runner/keeping/checkpoint-reader'
import type { SavedCheckpoint } from '../runner/keeping/saved-checkpoint'
import type { SweepPlan } from '../experiment/sweep-plan'

const mark = Buffer.from('superposition-lab checkpoint\n')
const digestBytes = 32
const nameOf = (firstRunId: string): string => `${firstRunId}.checkpoint`
const ownName = /^[0-9a-f]{16}\.checkpoint$/
const ownNameAside = /^[0-9a-f]{16}\.checkpoint\.\d+$/ // what a kill left half written
/** Writing takes less than this part of the time. */
const maxWritingShare = 0.01

export interface ReadCheckpoints {
  readonly checkpoints: readonly SavedCheckpoint[]
  readonly damaged: number // torn or altered
  readonly foreign: number // of another experiment or another version of the lab
}

/** Every method throws as the file system does. */
export interface CheckpointFiles {
  /** Whether something lies in the folder's place that is not ours. */
  isForeign(): boolean
  read(plan: SweepPlan): ReadCheckpoints
  /** In place of the group's last one; held back where writing would cost too much. */
  save(checkpoint: SavedCheckpoint): void
  /** Writes what was held back. */
  flush(): void
  /** @param before called before anything is removed, if anything is */
  drop(firstRunIds: readonly string[], before: () => void): void
  /** Removes what kills left half written or, with `all`, every file of ours. */
  tidy(all: boolean): void
}

/** @param now milliseconds from any origin */
export function openCheckpointFiles(folder: string, now: () => number): CheckpointFiles {
  const written = new Map<string, { readonly at: number; readonly cost: number }>() // milliseconds, by first run
  const heldBack = new Map<string, SavedCheckpoint>() // by first run
  const isFolder = (): boolean => lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
  const isOwn = (name: string): boolean => (ownName.test(name) || ownNameAside.test(name)) && isMarked(join(folder, name))
  const names = (): readonly string[] => (isFolder() ? readdirSync(folder).filter(isOwn) : [])
  let isOwnFolder = false // made here, or found with files of ours: an empty one of the user's stays
  const removeIfEmpty = (): void => {
    if (isOwnFolder && isFolder() && readdirSync(folder).length === 0) rmdirSync(folder)
  }
  const write = (checkpoint: SavedCheckpoint): void => {
    const first = checkpoint.runs[0].id
    const began = now()
    if (mkdirSync(folder, { recursive: true }) !== undefined) isOwnFolder = true
    writeFile(join(folder, nameOf(first)), checkpoint)
    heldBack.delete(first)
    const at = now()
    written.set(first, { at, cost: at - began })
  }

  return {
    isForeign() {
      const found = lstatSync(folder, { throwIfNoEntry: false })
      return found !== undefined && (!found.isDirectory() || !readdirSync(folder).every(isOwn))
    },
    read(plan) {
      const read = names().filter((name) => ownName.test(name)).map((name) => readFile(join(folder, name), plan))
      return {
        checkpoints: read.filter((one) => typeof one !== 'string'),
        damaged: read.filter((one) => one === 'damaged').length, foreign: read.filter((one) => one === 'foreign').length,
      }
    },
    save(checkpoint) {
      const last = written.get(checkpoint.runs[0].id)
      if (last !== undefined && now() - last.at < last.cost / maxWritingShare) heldBack.set(checkpoint.runs[0].id, checkpoint)
      else write(checkpoint)
    },
    flush: () => heldBack.forEach(write),
    drop(firstRunIds, before) {
      for (const first of firstRunIds) heldBack.delete(first)
      const dropped = new Set(firstRunIds.map(nameOf))
      const there = names().filter((name) => dropped.has(name))
      if (there.length === 0) return
      before()
      for (const name of there) rmSync(join(folder, name))
      removeIfEmpty()
    },
    tidy(all) {
      const there = names()
      if (there.length > 0) isOwnFolder = true
      for (const name of there) if (ownNameAside.test(name) || (all && ownName.test(name))) rmSync(join(folder, name), { force: true })
      removeIfEmpty()
    },
  }
}

function writeFile(path: string, checkpoint: SavedCheckpoint): void {
  const bytes = serialize({ ...checkpoint, format: checkpointFormat })
  const aside = `${path}.${process.pid}`
  rmSync(aside, { force: true }) // of an earlier process of this number
  const file = openSync(aside, 'wx')
  try {
    writeSync(file, Buffer.concat([mark, createHash('sha256').update(bytes).digest()]))
    for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(aside, path)
}

/** Whether the lab wrote it: it begins as ours do, as far as it goes, or is a whole one of an older lab, which wrote no mark. */
function isMarked(path: string): boolean {
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false
  const head = Buffer.alloc(mark.length)
  const file = openSync(path, 'r')
  let length = 0
  try {
    length = readSync(file, head)
  } finally {
    closeSync(file)
  }
  return head.subarray(0, length).equals(mark.subarray(0, length)) || isWhole(readFileSync(path))
}

const isWhole = (content: Buffer): boolean => createHash('sha256').update(content.subarray(digestBytes)).digest().equals(content.subarray(0, digestBytes))

function readFile(path: string, plan: SweepPlan): SavedCheckpoint | 'damaged' | 'foreign' {
  const content = readFileSync(path)
  const whole = content.subarray(0, mark.length).equals(mark) ? content.subarray(mark.length) : content
  if (!isWhole(whole)) return 'damaged'
  const bytes = whole.subarray(digestBytes)
  const read = readCheckpoint(parsed(bytes), plan)
  if (!read.ok) return 'foreign'
  const { state, lossSum, divergedAt, ...rest } = read.value.checkpoint
  const { step, parameters, firstMoment, secondMoment } = state
  // Arrays of their own: as views of the file they would each take all of it along to a trainer.
  return {
    runs: read.value.runs,
    checkpoint: {
      ...rest, lossSum: lossSum.slice(), divergedAt: divergedAt.slice(),
      state: { step, parameters: parameters.slice(), firstMoment: firstMoment.slice(), secondMoment: secondMoment.slice() },
    },
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return deserialize(bytes)
  } catch { // the decoder of stored data: written by a newer Node, say
    return null
  }
}
