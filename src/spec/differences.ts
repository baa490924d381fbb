import type { Experiment } from './experiment'

/** What an experiment says beyond its defaults: plain JSON, minimal, `parseExperiment` restores the experiment. */
export function differencesFromDefaults(_experiment: Experiment): Record<string, unknown> {
  throw new Error('not yet')
}
