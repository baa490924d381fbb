import { describe, expect, it } from 'vitest'
import { createDesk, type Address } from '../../../src/dashboard/state/desk'
import type { Preset } from '../../../src/experiment/preset'
import type { Experiment } from '../../../src/experiment/experiment'
import { experimentId } from '../../../src/experiment/identity'
import { encodeLink } from '../../../src/experiment/link'
import { parseExperiment } from '../../../src/experiment/parse'

function experiment(count: number): Experiment {
  const parsed = parseExperiment({ title: 'T', question: 'Q', task: { kind: 'recall', featureCount: 64 }, seeds: { count } })
  if (!parsed.ok) throw new Error('the experiment of these tests does not parse')
  return parsed.value
}
const preset: Preset = { id: 'p', title: 'T', question: 'Q', source: 's', expected: 'e', preview: experiment(2), full: experiment(8) }

/** An address bar with a history, as a browser keeps one. */
function addressBar(first = ''): Address & { back(): void } {
  const entries = [first]
  let at = 0
  let listener = (): void => undefined
  return {
    fragment: () => entries[at],
    push(fragment) { entries.splice(++at, entries.length, fragment) },
    replace(fragment) { entries[at] = fragment },
    depth: () => ({ depth: at, top: entries.length - 1 }),
    go(by) { at += by; if (entries[at] === undefined) throw new Error('left the page'); listener() },
    onChange(next) { listener = next },
    back() { at = Math.max(0, at - 1); listener() },
  }
}

describe('the desk', () => {
  it('holds the first preset’s preview where the address names nothing', () => {
    const desk = createDesk([preset], addressBar())
    expect(desk.onDesk.value?.id).toBe(experimentId(preset.preview))
    expect(desk.onDesk.value?.preset?.form).toBe('preview')
  })

  it('writes every choice into the address, and back is undo', () => {
    const address = addressBar()
    const desk = createDesk([preset], address)
    desk.place(preset.full)
    desk.place(experiment(5))
    expect(address.fragment()).toBe(encodeLink(experiment(5)))
    expect(desk.onDesk.value?.preset).toBeNull()
    address.back()
    expect(desk.onDesk.value?.preset?.form).toBe('full')
    address.back()
    expect(desk.onDesk.value?.preset?.form).toBe('preview')
  })

  it('undoes down to the entry it began with, never below it, and redoes up to the last', () => {
    const address = addressBar(encodeLink(experiment(3)))
    const desk = createDesk([preset], address)
    const held = () => [desk.onDesk.value?.id, desk.canUndo.value, desk.canRedo.value]
    desk.undo()
    desk.redo()
    expect(held()).toEqual([experimentId(experiment(3)), false, false])
    desk.place(experiment(4))
    desk.place(experiment(5))
    expect(held()).toEqual([experimentId(experiment(5)), true, false])
    for (const undone of [4, 3, 3]) {
      desk.undo()
      expect(held()).toEqual([experimentId(experiment(undone)), undone > 3, true])
    }
    for (const redone of [4, 5, 5]) {
      desk.redo()
      expect(held()).toEqual([experimentId(experiment(redone)), true, redone < 5])
    }
  })

  it('makes what stands in the link and nothing else: the same experiment, the same runs', () => {
    const desk = createDesk([preset], addressBar(encodeLink(experiment(3))))
    expect(desk.onDesk.value?.experiment).toEqual(experiment(3))
    expect(desk.onDesk.value?.plan.runs.length).toBe(desk.onDesk.value!.shapes.length * experiment(3).training.learningRate.length * 3)
  })

  it.each(['#1.abc', '#9.x', `${encodeLink(experiment(3)).slice(0, -4)}`, '#nonsense'])('holds no experiment, only problems, for %s', (link) => {
    const desk = createDesk([preset], addressBar(link))
    expect(desk.onDesk.value).toBeNull()
    const content = desk.content.value
    expect(content.kind === 'bad-link' && content.problems.length).toBeGreaterThan(0)
    desk.clear()
    expect(desk.onDesk.value?.id).toBe(experimentId(preset.preview))
  })
})
