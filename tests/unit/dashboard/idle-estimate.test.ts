import { signal } from '@preact/signals'
import { expect, it } from 'vitest'
import type { OnDesk } from '../../../src/dashboard/state/desk'
import { estimateWhenIdle } from '../../../src/dashboard/state/idle-estimate'
import type { SweepSession } from '../../../src/dashboard/state/sweeps'
import type { EngineChoice } from '../../../src/protocol/engines'
import { emptyDesk, experimentOf } from './lab-bench'

it('the time shown is of the experiment on the desk, also while another trains; it is measured when nothing does', () => {
  const desk = emptyDesk(), [mine, another] = ['Mine', 'Another'].map((title) => desk.lay(experimentOf(title)))
  const onDesk = signal<OnDesk | null>(mine), session = signal<SweepSession | null>(null), active = signal<SweepSession | null>(null)
  const shown: string[] = [], measured: string[] = []
  const waiting: { callback: (() => void) | null } = { callback: null }
  estimateWhenIdle({
    onDesk, session, sweeps: { active, engine: signal<EngineChoice>('auto') },
    estimator: { turnTo: ({ experimentId }) => shown.push(experimentId), measure: async ({ experimentId }) => { measured.push(experimentId) } },
    whenIdle: (callback) => { waiting.callback = callback; return () => { waiting.callback = null } },
  })
  expect([shown.at(-1), waiting.callback]).toEqual([mine.id, expect.any(Function)])
  active.value = { experimentId: mine.id } as SweepSession
  onDesk.value = another
  expect([shown.at(-1), waiting.callback, measured]).toEqual([another.id, null, []])
  active.value = null
  waiting.callback?.()
  expect(measured).toEqual([another.id])
})
