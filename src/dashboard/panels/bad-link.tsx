import { useEffect, useRef } from 'preact/hooks'
import type { Problem } from '../../experiment/problem'
import type { Laboratory } from '../state/laboratory'
import { formatCount } from '../../report/phrases'
import { ProblemList } from './problem-list'

export function BadLink({ lab, link, problems }: { lab: Pick<Laboratory, 'desk'>; link: string; problems: readonly Problem[] }) {
  const section = useRef<HTMLElement>(null)
  // A link pasted into an open page may arrive while the reader is far below.
  useEffect(() => section.current?.scrollIntoView({ block: 'center' }), [link])
  return (
    <section ref={section} class="card notice-bad" aria-labelledby="bad-link-title" role="alert">
      <h2 id="bad-link-title">This link does not name an experiment</h2>
      <p>
        {problems.length === 1 ? 'One thing is wrong' : `${formatCount(problems.length, 'thing')} are wrong`} with it. Nothing was
        guessed and nothing was started. Links are often cut short by chat programs: ask for it again, or for the
        experiment as a file.
      </p>
      <ProblemList problems={problems} />
      <p class="small soft">The link has {link.length} characters: <code class="cut">{link.slice(0, 120)}{link.length > 120 ? '…' : ''}</code></p>
      <p class="actions">
        <button type="button" class="primary" onClick={() => lab.desk.clear()}>Show the note’s experiment instead</button>
      </p>
    </section>
  )
}
