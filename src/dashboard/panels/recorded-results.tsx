/** Results that came with the page, plainly so called; pressing Run trains the visitor's own in their place. */
import { formatDay } from '../../report/dates'
import { describeMakers } from '../../report/reproduction-text'
import type { Laboratory } from '../state/laboratory'
import type { Recording } from '../state/recordings'
import { formatList } from '../../report/phrases'
import { Results } from './results'
import { Verification } from './verification'

export function RecordedResults({ lab, recording: { recorded, session } }: { lab: Laboratory; recording: Recording }) {
  const [platform] = recorded.records.flatMap(({ environment }) => environment?.details.platform ?? [])
  return (
    <section class="recorded" id="recorded" aria-labelledby="recorded-title">
      <div class="recorded-head">
        <h2 id="recorded-title">Recorded example</h2>
        <p>Trained on <time dateTime={recorded.date}>{formatDay(recorded.date)}</time>, not here. Press <strong>Run</strong> to train it yourself.</p>
        <details>
          <summary>How it was made, and whether it comes out the same here</summary>
          <p>Trained by the {formatList(describeMakers(recorded.receipt))}{platform !== undefined && ` in ${platform}`}, with <code>{recorded.command}</code>.</p>
          <Verification lab={lab} onDesk={session.onDesk} receipt={recorded.receipt} />
        </details>
      </div>
      <Results lab={lab} session={session} />
    </section>
  )
}
