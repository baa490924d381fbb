/** The texts of a sweep's notices and failures: the only place that formulates them, and nothing reads them back. */
import type { EngineEnvironment } from '../../protocol/environment'
import type { EnvironmentFailure } from '../../protocol/failures'
import { causeOf, type RunCount, type SweepFailure, type SweepNotice } from './sweep-state'

export function describeNotice(notice: SweepNotice): string {
  switch (notice.kind) {
    case 'trainer-opened': return notice.message
    case 'opening-retried': return `${reason(notice.failure)}: an engine is opened again (${notice.retry} of at most ${notice.maxRetries})`
    case 'given-up': return reason(notice.failure)
    case 'environments-mixed': return describeMixture(notice.earlier, notice.environment)
    case 'checkpoint-refused': {
      const { runs, kept: { checkpoint: { state, environment } }, engine } = notice
      return `${describeRuns(runs)} had reached step ${state.step} on ${environment.engine} (${environment.adapter}); `
        + `${engine ?? 'another engine'} would continue to other bits, so they restart`
    }
    case 'requeued': {
      const { runs, failure, step, retry, maxRetries } = notice
      return `${reason(failure)}: ${describeRuns(runs)} ${step === 0 ? 'restart' : `resume from step ${step}`} (${retry} of at most ${maxRetries}); finished runs are kept`
    }
    case 'runs-failed': return `${reason(notice.failure)}: ${describeRuns(notice.runs)} failed; finished runs are kept`
    case 'listener-failed': return `a result could not be passed on or saved (${notice.reason}): it stays in this session only`
  }
  notice satisfies never
}

/** As a run's record keeps it. */
export const describeFailure = (failure: SweepFailure): EnvironmentFailure => ({ kind: causeOf(failure), message: reason(failure) })

function reason(failure: SweepFailure): string {
  switch (failure.kind) {
    case 'reported': return failure.failure.message
    case 'trainer-gone': case 'trainer-threw': return failure.reason
    case 'trainer-not-started': return `no trainer could be started: ${failure.reason}`
    case 'outcomes-missing': return 'the trainer said it was done, but results are missing'
    case 'stop-ignored': return 'the trainer did not stop when asked'
    case 'lost-in-row': return `${reason(failure.last)}: ${failure.times} times in a row, so nothing more is tried on it`
  }
  failure satisfies never
}

const count = (runs: number): string => (runs === 1 ? '1 run' : `${runs} runs`)

const describeRuns = ({ count: runs, shape }: RunCount): string => (shape === null ? count(runs) : `${count(runs)} of ${shape.width} x ${shape.depth}`)

const describeEngine = ({ engine, engineVersion, adapter }: EngineEnvironment): string => `${engine} ${engineVersion} (${adapter})`

const describeMixture = (earlier: readonly EngineEnvironment[], environment: EngineEnvironment): string =>
  `${count(earlier.length)} trained earlier by ${[...new Set(earlier.map(describeEngine))].join(' and ')}, the rest by ${describeEngine(environment)}: `
  + 'equal to the bit only within one of them; train all again to have them by one'
