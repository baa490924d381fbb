/** What a sweep says of its own accord: losses, second starts, results of more than one environment. */
import { sameEnvironment, type EngineEnvironment } from '../../protocol/environment'
import type { PlannedRun } from '../../experiment/sweep-plan'
import type { KeptCheckpoint } from '../keeping/kept-checkpoint'
import type { RunRecord } from '../keeping/run-record'

export const count = (runs: number): string => (runs === 1 ? '1 run' : `${runs} runs`)

export const shapeOf = ({ spec: { shape } }: PlannedRun): string => `${shape.width} x ${shape.depth}`

export const startsAgain = ([run]: readonly PlannedRun[], { runs, checkpoint: { state, environment } }: KeptCheckpoint, by: string): string =>
  `${count(runs.length)}${run === undefined ? '' : ` of ${shapeOf(run)}`} had got to step ${state.step} on ${environment.engine} `
  + `(${environment.adapter}); ${by} would go on to other bits, so they start again`

const engineWords = ({ engine, engineVersion, adapter }: EngineEnvironment): string => `${engine} ${engineVersion} (${adapter})`

/**
 * Results stay what they are: records of another engine, version or adapter are kept beside those that this one will
 * make, and the sweep says so. @returns the words, or null where all are of one environment
 */
export function mixedWords(records: readonly RunRecord[], environment: EngineEnvironment): string | null {
  const others = records.flatMap((record) => (record.environment !== null && !sameEnvironment(record.environment, environment) ? [record.environment] : []))
  if (others.length === 0) return null
  return `${count(others.length)} kept from ${[...new Set(others.map(engineWords))].join(' and ')}, the rest by ${engineWords(environment)}: `
    + 'equal to the bit only within one of them; train all again to have them by one'
}
