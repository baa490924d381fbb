/** What the sources of a preset say, each judged of the runs at hand: the experiment's answer to its own question. */
import { useEffect, useState } from 'preact/hooks'
import { type JudgedClaim, describeJudgement } from '../../report/claims/judged-claim'
import { formatCount } from '../../report/phrases'
import { trainedRuns } from '../../runner/keeping/measured'
import type { RunRecord } from '../../runner/keeping/run-record'
import { claimsAbout } from '../../science/claims/registry'
import type { OnDesk } from '../state/desk'
import type { Laboratory } from '../state/laboratory'
import { Formula } from './formula'

type State = { readonly kind: 'judging' } | { readonly kind: 'judged'; readonly claims: readonly JudgedClaim[] } | { readonly kind: 'failed'; readonly why: string }

export function SourceClaims({ lab, of: { preset, form }, runs }: { lab: Pick<Laboratory, 'judge'>; of: NonNullable<OnDesk['preset']>; runs: readonly RunRecord[] }) {
  const [state, setState] = useState<State>({ kind: 'judging' })
  const many = claimsAbout(preset.id).length
  useEffect(() => {
    if (many === 0) return undefined
    let current = true
    const show = (next: State): void => { if (current) setState(next) }
    show({ kind: 'judging' })
    lab.judge(preset.id, trainedRuns(runs)).then(
      (judgements) => show({ kind: 'judged', claims: judgements.map(describeJudgement) }),
      (error: unknown) => show({ kind: 'failed', why: (error as Error).message }), // a worker that cannot be fetched
    )
    return () => { current = false }
  }, [preset.id, runs])
  if (many === 0) return null
  return (
    <section class="source-claims" aria-labelledby="claims-title" aria-busy={state.kind === 'judging'}>
      <h3 id="claims-title">{state.kind === 'judged' ? `What the sources say, measured here: ${tally(state.claims)}` : 'What the sources say, measured here'}</h3>
      {state.kind === 'judging' && <p class="soft small">Judging {formatCount(many, 'claim')} …</p>}
      {state.kind === 'failed' && <p class="soft small">The claims could not be judged: {state.why}. Reload the page to try again.</p>}
      {state.kind === 'judged' && (
        <>
          <ul>{state.claims.map((claim) => <Judged key={claim.id} {...claim} />)}</ul>
          {form === 'preview' && state.claims.some(({ met }) => met !== true) && <p class="soft small">This quick version has fewer seeds and steps than its source: what is missed here may be met in the full version.</p>}
        </>
      )}
    </section>
  )
}

function Judged({ says, source, expected, measured, met }: JudgedClaim) {
  const outcome = met === null ? 'open' : met ? 'met' : 'missed'
  return (
    <li class={`claim claim-${outcome}`}>
      <strong class="claim-outcome">{{ met: '✓ Met', missed: '✗ Missed', open: '? Open' }[outcome]}</strong>{' '}
      <Formula text={says} /> <span class="soft small">Measured: <Formula text={measured} />. Expected: <Formula text={expected} />. Source: {source}.</span>
    </li>
  )
}

function tally(claims: readonly JudgedClaim[]): string {
  const met = claims.filter((claim) => claim.met === true).length, open = claims.filter((claim) => claim.met === null).length
  return `${met} of ${formatCount(claims.length, 'claim')} met${open > 0 ? `, ${open} open` : ''}`
}
