/** The sweeps that wait, in order; nothing is shown while none does. */
import type { Laboratory } from '../state/laboratory'
import { formatCount } from '../../report/phrases'

export function SweepQueuePanel({ lab }: { lab: Pick<Laboratory, 'desk' | 'queue' | 'sweeps'> }) {
  const waiting = lab.queue.waiting.value
  const held = lab.queue.held.value
  if (waiting.length === 0) return null
  const idle = lab.sweeps.active.value === null
  return (
    <section class="queue" id="queue" tabIndex={-1} aria-labelledby="queue-title">
      <div class="section-head">
        <h2 id="queue-title">Queue</h2>
        <div class="actions">
          {held && <button type="button" class="small" onClick={() => lab.queue.resume()}>Resume the queue</button>}
          <button type="button" class="small quiet" onClick={() => lab.queue.clear()}>Clear the queue</button>
        </div>
      </div>
      <p class="soft small">
        {held
          ? `The queue waits for you: ${formatCount(waiting.length, 'sweep')} ${waiting.length === 1 ? 'was' : 'were'} queued before the page was reloaded or a sweep was stopped.`
          : idle ? 'The next is about to begin.' : 'Each begins by itself when the one before has ended.'}
      </p>
      <ol class="kept">
        {waiting.map(({ onDesk: { id, experiment, plan } }, at) => (
          <li key={id}>
            <span class="kept-title">{experiment.title}</span>
            <span class="small faint numeric">{formatCount(plan.runs.length, 'run')}, <code>{id.slice(0, 6)}</code></span>
            <span class="actions">
              <button type="button" class="small quiet" onClick={() => lab.desk.place(experiment)}>Show<span class="visually-hidden"> {experiment.title}</span></button>
              <button type="button" class="small quiet" aria-disabled={at === 0} onClick={() => lab.queue.move(id, false)}>Earlier<span class="visually-hidden"> {experiment.title}</span></button>
              <button type="button" class="small quiet" aria-disabled={at === waiting.length - 1} onClick={() => lab.queue.move(id, true)}>Later<span class="visually-hidden"> {experiment.title}</span></button>
              <button type="button" class="small quiet" onClick={() => lab.queue.remove(id)}>Remove<span class="visually-hidden"> {experiment.title}</span></button>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
