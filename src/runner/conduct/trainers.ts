/** Trainers as the machine sees them: numbers that are given commands, and from which events come. None outlives its release. */
import type { EngineChoice } from '../../protocol/engines'
import type { TrainerMessage } from '../../protocol/trainer'
import type { SavedCheckpoint } from '../keeping/saved-checkpoint'
import type { TrainerId } from './run-state'
import type { PooledTrainer } from './sweep'
import type { TrainerEvent } from './sweep-state'
import type { Part } from './work-queue'

export interface TrainerListener {
  event(event: TrainerEvent): void
  /** @returns the loss curve of a run as it is now */
  curveOf(runId: string): SavedCheckpoint['runs'][number]['curve']
}

export interface Trainers {
  open(id: TrainerId, choice: EngineChoice): void
  train(id: TrainerId, part: Part): void
  command(id: TrainerId, command: 'pause' | 'resume' | 'stop' | 'checkpoint'): void
  release(id: TrainerId): void
}

/** @param checkpointSeconds of training between checkpoints; the trainer's own choice where absent */
export function createTrainers(
  spawn: () => Promise<PooledTrainer> | PooledTrainer, listener: TrainerListener, checkpointSeconds?: number,
): Trainers {
  const held = new Map<TrainerId, PooledTrainer>()
  const starting = new Set<TrainerId>()

  async function open(id: TrainerId, choice: EngineChoice): Promise<void> {
    let trainer: PooledTrainer
    starting.add(id)
    try {
      trainer = await spawn()
    } catch (error) { // a thread could not be started: the environment's entrance, as a worker's would be
      return listener.event({ kind: 'open-failed', trainer: id, failure: { kind: 'trainer-not-started', reason: String(error) } })
    }
    if (!starting.delete(id)) return trainer.terminate() // released meanwhile
    held.set(id, trainer)
    void trainer.gone.then((reason) => listener.event({ kind: 'gone', trainer: id, reason }))
    trainer.service.open(choice).then(
      (opened) => listener.event(opened.ok
        ? { kind: 'opened', trainer: id, environment: opened.environment, notices: opened.notices }
        : { kind: 'open-failed', trainer: id, failure: { kind: 'reported', failure: opened.failure } }),
      (error: unknown) => listener.event({ kind: 'open-failed', trainer: id, failure: { kind: 'trainer-threw', reason: String(error) } }),
    )
  }

  return {
    open: (id, choice) => void open(id, choice),
    train(id, { group, from }) {
      const of = { trainer: id, partId: group.id }
      const receive = (message: TrainerMessage): void => {
        if (message.groupId !== group.id) return
        switch (message.kind) {
          case 'chunk': return listener.event({ ...of, kind: 'chunk', message })
          case 'outcome': return listener.event({ ...of, kind: 'outcome', message })
          case 'checkpoint': {
            const runs = group.runs.map((run) => ({ id: run.id, curve: listener.curveOf(run.id) }))
            return listener.event({ ...of, kind: 'checkpoint', kept: { runs, checkpoint: message.checkpoint } })
          }
          case 'moment': return // none was asked for
          default: message satisfies never
        }
      }
      const terms = { ...(from && { from: from.checkpoint }), ...(checkpointSeconds !== undefined && { checkpointSeconds }) }
      held.get(id)!.service.train(group, receive, terms).then(
        () => listener.event({ ...of, kind: 'answered', failure: null }),
        (error: unknown) => listener.event({
          ...of, kind: 'answered', failure: { kind: 'trainer-threw', reason: error instanceof Error ? error.message : String(error) },
        }),
      )
    },
    command: (id, command) => held.get(id)!.service[command](),
    release(id) {
      held.get(id)?.terminate()
      held.delete(id)
      starting.delete(id)
    },
  }
}
