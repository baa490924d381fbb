import type { Laboratory } from '../state/laboratory'
import { ProblemList } from './problem-list'

/** The experiment of a link is whole, but what it says to look at is not: the one is opened, the other reported. */
export function ViewProblems({ lab }: { lab: Pick<Laboratory, 'look'> }) {
  const problems = lab.look.problems.value
  if (problems.length === 0) return null
  return (
    <section class="card notice-bad" aria-labelledby="view-problems-title" role="alert">
      <h2 id="view-problems-title">This link does not say what to look at</h2>
      <p>Its experiment is whole and stands below. What it wanted to show of the results cannot be read, so nothing is singled out.</p>
      <ProblemList problems={problems} />
    </section>
  )
}
