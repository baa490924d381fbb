import type { Experiment } from './experiment'
import type { Problem } from './problem'

/** What no single field can say. Asked only when every field that it reads is sound, so it may trust them. */
export interface Rule {
  /** Fields or sections that the rule reads. */
  readonly reads: readonly string[]
  check(experiment: Experiment): readonly Problem[]
}
