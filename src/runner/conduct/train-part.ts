/**
 * One part on one trainer, until every run of it has ended or was lost. Outcomes travel by another port than
 * the answer of `train`, so they may arrive after it: they are waited for.
 */
import { failureTraits, type EnvironmentFailure } from '../../protocol/failures'
import type { CheckpointMessage, MetricsChunk, OutcomeMessage, TrainerMessage } from '../../protocol/trainer'
import type { PlannedRun } from '../../experiment/sweep-plan'
import { defer } from './deferred'
import type { KeptCheckpoint } from '../keeping/kept-checkpoint'
import type { PooledTrainer } from './sweep'
import type { Part } from './work-queue'

export interface PartEnd {
  /** Runs that did not end for the environment's sake, to be trained again. */
  readonly lost: readonly PlannedRun[]
  /** Why; null when nothing was lost. */
  readonly failure: EnvironmentFailure | null
  /** Whether the trainer can take another part. */
  readonly alive: boolean
  /** Where lost runs can go on: the last checkpoint that was heard, or the one that the part began from. */
  readonly latest: KeptCheckpoint | null
}

export interface Hearing {
  chunk(message: MetricsChunk): void
  /** @returns what is kept of it, or null */
  checkpoint(message: CheckpointMessage): KeptCheckpoint | null
  /** Final news only: retryable failures are kept back and reported as lost. */
  outcome(message: OutcomeMessage): void
}

/** How long outcomes may lag behind the answer of `train` before they count as lost. */
const graceMilliseconds = 5000

export async function trainPart(
  trainer: PooledTrainer, part: Part, hear: Hearing, abandoned: Promise<string>, checkpointSeconds?: number,
): Promise<PartEnd> {
  const pending = new Map(part.group.runs.map((run) => [run.id, run]))
  const lost: PlannedRun[] = []
  let failure: EnvironmentFailure | null = null
  let latest = part.from
  let deaf = false
  const allHeard = defer<null>()

  const receive = (message: TrainerMessage): void => {
    if (deaf || message.groupId !== part.group.id) return
    if (message.kind === 'chunk') return hear.chunk(message)
    if (message.kind === 'checkpoint') {
      latest = hear.checkpoint(message) ?? latest
      return
    }
    if (message.kind === 'moment') return // none was asked for
    const run = pending.get(message.runId)
    if (run === undefined) return
    pending.delete(message.runId)
    const lostTo = retryableFailure(message)
    if (lostTo === null) hear.outcome(message)
    else {
      lost.push(run)
      failure ??= lostTo
    }
    if (pending.size === 0) allHeard.resolve(null)
  }

  const died = Promise.race([trainer.gone, abandoned])
    .then((words): EnvironmentFailure => ({ kind: 'device-lost', message: words }))
  const terms = { ...(part.from && { from: part.from.checkpoint }), ...(checkpointSeconds !== undefined && { checkpointSeconds }) }
  const trained = trainer.service.train(part.group, receive, terms).then(
    (): null => null,
    (error: unknown): EnvironmentFailure => ({ kind: 'internal', message: error instanceof Error ? error.message : String(error) }),
  )
  let crash = await Promise.race([trained, died])
  if (crash === null && pending.size > 0) crash = await Promise.race([allHeard.promise, died, silence()])
  deaf = true
  lost.push(...pending.values())
  const why = crash ?? (failure as EnvironmentFailure | null)
  return { lost, failure: why, alive: crash === null && (why === null || !failureTraits[why.kind].endsTrainer), latest }
}

function retryableFailure({ outcome }: OutcomeMessage): EnvironmentFailure | null {
  return outcome.kind === 'failed' && failureTraits[outcome.failure.kind].retry !== 'never' ? outcome.failure : null
}

function silence(): Promise<EnvironmentFailure> {
  const failure = { kind: 'internal', message: 'the trainer said it was done, but results are missing' } as const
  return new Promise((resolve) => setTimeout(() => resolve(failure), graceMilliseconds))
}
