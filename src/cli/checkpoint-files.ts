/**
 * Checkpoints of a headless sweep: a folder beside its results file, one file for each group in training, named after
 * its first run. A file is written aside, flushed to the disk and renamed, so that a kill leaves the old one or the
 * new one; it begins with its own digest, so that a damaged one is known for what it is.
 */
import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { checkpointFormat, readCheckpoint } from '../runner/keeping/checkpoint-reader'
import type { KeptCheckpoint } from '../runner/keeping/kept-checkpoint'
import type { SweepPlan } from '../experiment/sweep-plan'

const digestBytes = 32
const suffix = '.checkpoint'
/** Writing takes less than this part of the time. */
const mostWriting = 0.01

export interface CheckpointFiles {
  /** What earlier sittings left of this plan. */
  readonly kept: readonly KeptCheckpoint[]
  /** Files that were torn or damaged; they are removed. */
  readonly damaged: number
  /** Files of another experiment or another version of the lab; they stay. */
  readonly foreign: number
  /** In place of the group's last one; passed over where writing would cost too much. @throws as the file system does */
  keep(checkpoint: KeptCheckpoint, now: number): void
  /** From now on every checkpoint is written: the sweep is being stopped. */
  hurry(): void
  /** Whether a checkpoint can go once this run is safely in the results file. */
  endsGroup(runId: string): boolean
  /** The run is in the results file. Checkpoints of which all runs are, go. */
  concluded(runId: string): void
}

/** @param concluded runs of the plan that are in the results file  @throws as the file system does */
export function openCheckpointFiles(folder: string, plan: SweepPlan, concluded: Iterable<string>): CheckpointFiles {
  const done = new Set(concluded)
  const held = new Map<string, readonly string[]>() // file -> runs
  const read: KeptCheckpoint[] = []
  let damaged = 0, foreign = 0
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name)
    const found = name.endsWith(suffix) ? readFile(path, plan) : 'aside'
    if (found === 'damaged') damaged += 1
    if (found === 'foreign') foreign += 1
    if (found === 'damaged' || found === 'aside') rmSync(path, { force: true })
    if (typeof found === 'string') continue
    held.set(name, found.runs.map(({ id }) => id))
    read.push(found)
  }
  const written = new Map<string, { readonly at: number; readonly cost: number }>() // milliseconds
  let hurried = false

  const isOver = (runs: readonly string[]): boolean => runs.every((id) => done.has(id))
  const removeEnded = (): void => {
    for (const [name, runs] of [...held]) {
      if (!isOver(runs)) continue
      rmSync(join(folder, name), { force: true })
      held.delete(name)
    }
    if (held.size === 0 && existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
  }
  removeEnded()

  return {
    kept: read.filter(({ runs }) => !isOver(runs.map(({ id }) => id))), damaged, foreign,
    keep(checkpoint, now) {
      const name = `${checkpoint.runs[0].id}${suffix}`
      const last = written.get(name)
      if (!hurried && last !== undefined && now - last.at < last.cost / mostWriting) return
      const began = performance.now()
      mkdirSync(folder, { recursive: true })
      writeFile(join(folder, name), checkpoint)
      held.set(name, checkpoint.runs.map(({ id }) => id))
      written.set(name, { at: now, cost: performance.now() - began })
    },
    hurry() { hurried = true },
    endsGroup: (runId) => [...held.values()].some((runs) => runs.includes(runId) && runs.every((id) => id === runId || done.has(id))),
    concluded(runId) {
      done.add(runId)
      removeEnded()
    },
  }
}

function writeFile(path: string, checkpoint: KeptCheckpoint): void {
  const bytes = serialize({ ...checkpoint, format: checkpointFormat })
  const aside = `${path}.${process.pid}`
  const file = openSync(aside, 'w')
  try {
    writeSync(file, createHash('sha256').update(bytes).digest())
    for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(aside, path)
}

function readFile(path: string, plan: SweepPlan): KeptCheckpoint | 'damaged' | 'foreign' {
  const whole = readFileSync(path)
  const bytes = whole.subarray(digestBytes)
  if (!createHash('sha256').update(bytes).digest().equals(whole.subarray(0, digestBytes))) return 'damaged'
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
