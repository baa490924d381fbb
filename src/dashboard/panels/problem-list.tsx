import type { Problem } from '../../experiment/problem'

/** All problems of something a reader wrote: what came, what is allowed, and why when that is not obvious. */
export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  return (
    <ul class="problems">
      {problems.map((problem, at) => (
        <li key={at}>
          <code>{problem.path === '' ? 'experiment' : problem.path}</code>{' '}
          received {problem.received}; allowed is {problem.allowed}{problem.reason === undefined ? '.' : ` (${problem.reason}).`}
        </li>
      ))}
    </ul>
  )
}
