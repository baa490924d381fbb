import { signal } from '@preact/signals'
import { expect, it } from 'vitest'
import { announcePhases, createAnnouncements } from '../../../src/dashboard/state/announcements'
import type { SweepPhase, SweepView } from '../../../src/runner/conduct/sweep'

it('the same text twice is announced twice, and what is only spoken is not shown', () => {
  const { last, announce, speak } = createAnnouncements()
  announce('Saved.')
  announce('Saved.')
  expect(last.peek()).toEqual({ text: 'Saved.', count: 2, shown: true })
  speak('Training.')
  expect(last.peek()).toEqual({ text: 'Training.', count: 3, shown: false })
})

it('a sweep’s phases are spoken as they change, not for a sweep that comes to the desk', () => {
  const view = signal<SweepView | null>(null), spoken: string[] = []
  const at = (phase: SweepPhase): void => { view.value = { progress: { phase } } as SweepView }
  announcePhases(view, (text) => spoken.push(text))
  at('done')
  at('running')
  at('running')
  view.value = null
  at('paused')
  expect(spoken).toEqual(['Training.'])
})
