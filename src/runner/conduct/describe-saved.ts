/** What a sweep says of results that were saved before it began. */
import type { EngineEnvironment } from '../../protocol/environment'
import type { SweepPlan } from '../../experiment/sweep-plan'
import type { Finding, Saved } from '../keeping/sweep-store'

const maxListed = 3

/** One sentence for each thing that the reader should know; none where nothing was saved. */
export function describeSaved({ records, checkpoints, findings }: Saved, plan: SweepPlan): readonly string[] {
  const concluded = new Set(records.map(({ id }) => id))
  const begun = new Set(checkpoints.flatMap(({ runs }) => runs.map(({ id }) => id)).filter((id) => !concluded.has(id)))
  const environments = new Set(checkpoints.map(({ checkpoint }) => describeEngine(checkpoint.environment)))
  const steps = checkpoints.map(({ checkpoint }) => checkpoint.state.step)
  const known = [
    ...(concluded.size > 0 ? [`${concluded.size} of ${plan.runs.length} runs were saved by an earlier session`] : []),
    ...(begun.size > 0 ? [`${begun.size}${concluded.size > 0 ? ' more' : ''} were under way on ${[...environments].join(', ')}, at most at step ${Math.max(...steps)}, and resume from their checkpoint`] : []),
  ]
  return [...(known.length > 0 ? [known.join('; ')] : []), ...describeFindings(findings)]
}

function describeFindings(findings: readonly Finding[]): readonly string[] {
  const of = <Kind extends Finding['kind']>(kind: Kind) => findings.filter((one): one is Finding & { kind: Kind } => one.kind === kind)
  const others = of('runs-of-other-sweeps').reduce((sum, { runs }) => sum + runs, 0)
  const unreadable = of('unreadable-run'), damaged = of('damaged-checkpoint').length, foreign = of('foreign-checkpoint').length
  const unreadableCount = unreadable.length + of('more-unreadable-runs').reduce((sum, { runs }) => sum + runs, 0)
  const listed = unreadable.slice(0, maxListed).map(({ at, message }) => `${at}: ${message}`).join('; ')
  return [
    ...(others > 0 ? [`${count(others, 'saved run')} of other experiments: left out here, and left where they are`] : []),
    ...(of('torn-run').length > 0 ? ['the last saved run was torn by an earlier end: it is trained again'] : []),
    ...(unreadable.length > 0 ? [`${count(unreadableCount, 'saved result')} cannot be read and are left out (${listed}${unreadableCount > maxListed ? '; …' : ''})`] : []),
    ...(damaged > 0 ? [`${count(damaged, 'checkpoint')} torn, damaged or of another version: their runs start again`] : []),
    ...(foreign > 0 ? [`${count(foreign, 'checkpoint')} of another experiment or version of the lab: left out here, and left where they are`] : []),
  ]
}

const describeEngine = ({ engine, adapter }: EngineEnvironment): string => `${engine} (${adapter})`

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`
