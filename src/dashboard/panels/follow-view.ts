import type { SweepSession } from '../state/sweeps'

/**
 * Follows a sweep that trains: `look` is called at most once per `milliseconds`, however often the view changes, and when
 * the sweep has ended. Each follower has timers of its own, so that no two parts of the page share a task.
 * @param atEnd whether the end is looked at with the view that shows it, or in the next task
 * @returns what ends it
 */
export function followView(session: SweepSession, milliseconds: number, look: () => void, atEnd: 'at once' | 'in the next task' = 'in the next task'): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const due = (): void => { timer = undefined; look() }
  const unsubscribe = session.view.subscribe(({ progress }) => {
    if (progress.phase !== 'done') { timer ??= setTimeout(due, milliseconds); return }
    clearTimeout(timer)
    if (atEnd === 'at once') due()
    else timer = setTimeout(due)
  })
  return () => { unsubscribe(); clearTimeout(timer) }
}
