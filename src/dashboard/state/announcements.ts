/** What the page says: read by screen readers and, unless the page shows it elsewhere, noted at its foot for a moment. */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals'
import type { SweepPhase, SweepView } from '../../runner/conduct/sweep'

export interface Announcement {
  readonly text: string
  readonly count: number // how many there have been: the same text twice is two
  readonly shown: boolean
}

export interface Announcements {
  readonly last: ReadonlySignal<Announcement>
  announce(text: string): void
  /** For what the page shows anyway. */
  speak(text: string): void
}

export function createAnnouncements(): Announcements {
  const last = signal<Announcement>({ text: '', count: 0, shown: false })
  const say = (text: string, shown: boolean): void => { last.value = { text, count: last.peek().count + 1, shown } }
  return { last, announce: (text) => say(text, true), speak: (text) => say(text, false) }
}

const phaseMessages: Readonly<Record<SweepPhase, string>> = {
  opening: 'Opening an engine.', running: 'Training.', paused: 'Paused.', stopping: 'Stopping.', done: 'Done. Results are below.',
}

/** Speaks when the sweep on the desk changes its phase; another sweep, or none, is no change. */
export function announcePhases(view: ReadonlySignal<SweepView | null>, speak: (text: string) => void): void {
  const phase = computed(() => view.value?.progress.phase ?? null)
  let before: SweepPhase | null = null
  effect(() => {
    const now = phase.value
    if (now !== null && before !== null && now !== before) speak(phaseMessages[now])
    before = now
  })
}
