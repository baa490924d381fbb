/** What a user may do to a training group; `trainGroup` looks here between advances, about every 30 ms. */
export interface TrainingControl {
  readonly stopping: boolean
  readonly paused: boolean
  /** Asked for a checkpoint, and not given one since. */
  readonly checkpointWanted: boolean
  /** Resolves when not paused, or when stopping. */
  whilePaused(): Promise<void>
  pause(): void
  resume(): void
  /** Ends the pause too. */
  stop(): void
  askCheckpoint(): void
  checkpointTaken(): void
}

export function trainingControl(): TrainingControl {
  let stopping = false
  let checkpointWanted = false
  let gate: Promise<void> | null = null
  let open = (): void => {}
  return {
    get stopping() { return stopping },
    get paused() { return gate !== null },
    get checkpointWanted() { return checkpointWanted },
    whilePaused: () => gate ?? Promise.resolve(),
    pause() {
      if (gate === null && !stopping) gate = new Promise((resolve) => { open = resolve })
    },
    resume() {
      gate = null
      open()
    },
    stop() {
      stopping = true
      gate = null
      open()
    },
    askCheckpoint() { checkpointWanted = true },
    checkpointTaken() { checkpointWanted = false },
  }
}
