import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { createDesk, type Address } from '../../../src/dashboard/state/desk'
import { createPageViews, encodeView, parseView, plainView, type PageView } from '../../../src/dashboard/state/view'
import type { Experiment } from '../../../src/experiment/experiment'
import { decodeLink, encodeLink } from '../../../src/experiment/link'
import { parseExperiment } from '../../../src/experiment/parse'
import { planSweep } from '../../../src/experiment/plan'

function experiment(count: number): Experiment {
  const parsed = parseExperiment({ title: 'T', question: 'Q', task: { kind: 'recall', featureCount: 64 }, seeds: { count }, training: { steps: 500 } })
  if (!parsed.ok) throw new Error('the experiment of these tests does not parse')
  return parsed.value
}
const plan = planSweep(experiment(3))
const ids = plan.runs.map(({ id }) => id)

/** An address bar without a history. */
function addressBar(first: string): Address & { visit(fragment: string): void; pushed: number } {
  let fragment = first
  let listener = (): void => undefined
  return {
    pushed: 0,
    fragment: () => fragment,
    push(next) { fragment = next; this.pushed += 1 },
    replace(next) { fragment = next },
    depth: () => ({ depth: 0, top: 0 }), go: () => undefined,
    onChange(next) { listener = next },
    visit(next) { fragment = next; listener() },
  }
}

const words = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}[a-z0-9]$/)
const views: fc.Arbitrary<PageView> = fc.record({
  section: fc.option(words, { nil: null }),
  runs: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 4 }),
  feature: fc.option(fc.nat(63), { nil: null }),
  step: fc.option(fc.nat(500), { nil: null }),
  chart: fc.option(words, { nil: null }),
  choices: fc.dictionary(words, words, { maxKeys: 4 }).map((choices) => ({ ...choices })),
})

describe('the view of the results', () => {
  it('comes back from the link it was written to, whatever it is', () => {
    fc.assert(fc.property(views, (view) => {
      const text = encodeView(view)
      if (text === null) return expect(view).toEqual(plainView)
      const decoded = decodeLink(encodeLink(experiment(3), text))
      const parsed = parseView(decoded.ok ? decoded.value.view! : '', plan)
      expect(parsed.ok && parsed.value).toEqual(view)
    }), { numRuns: 200 })
  })

  it('leaves the link as it is while nothing is singled out', () => {
    expect(encodeView(plainView)).toBeNull()
  })

  it('tells everything that is wrong at once, and guesses nothing', () => {
    const parsed = parseView(`runs=ffffffff,${ids[0].slice(0, 8)};feature=64;step=-1;colour=red;chart=Big;choice=a;feature=2`, plan)
    expect(parsed.ok ? [] : parsed.error.map(({ path }) => path)).toEqual(
      ['view.runs[0]', 'view.feature', 'view.step', 'view', 'view.chart', 'view.choice', 'view.choice', 'view.feature'])
  })

  it('may be any moment of the longest training, where lengths of training are swept', () => {
    const parsed = parseExperiment({ task: { kind: 'recall', featureCount: 64 }, training: { steps: [100, 500] } })
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
    expect(parseView('step=400', planSweep(parsed.value))).toMatchObject({ ok: true, value: { step: 400 } })
    expect(parseView('step=501', planSweep(parsed.value)).ok).toBe(false)
  })

  it('names five runs, or a run twice, as a problem', () => {
    for (const runs of [ids.slice(0, 5), [ids[0], ids[0]]]) {
      const parsed = parseView(`runs=${runs.map((id) => id.slice(0, 8)).join(',')}`, plan)
      expect(parsed.ok ? null : parsed.error[0].path).toBe('view.runs')
    }
  })

  it('is copied with the link, and a second reader sees the same', () => {
    const desk = createDesk([], addressBar(encodeLink(experiment(3))))
    createPageViews(desk).change({ runs: [ids[2], ids[0]], feature: 7, step: 250 })
    const second = createDesk([], addressBar(desk.link()))
    const view = createPageViews(second).current.value
    expect(second.onDesk.value?.id).toBe(desk.onDesk.value?.id)
    expect(view).toEqual({ ...plainView, runs: [ids[2], ids[0]], feature: 7, step: 250 })
  })

  it('is no edit: it makes no entry of the history, and the experiment keeps its identity', () => {
    const address = addressBar(encodeLink(experiment(3)))
    const desk = createDesk([], address)
    const before = desk.onDesk.value
    createPageViews(desk).change({ feature: 3 })
    expect(address.pushed).toBe(0)
    expect(desk.onDesk.value).toBe(before)
    expect(address.fragment()).toBe(encodeLink(experiment(3), 'feature=3'))
  })

  it('follows a link that is pasted into the open page, of the same experiment or of another', () => {
    const address = addressBar(encodeLink(experiment(3), 'feature=3'))
    const look = createPageViews(createDesk([], address))
    expect(look.current.value.feature).toBe(3)
    address.visit(encodeLink(experiment(3), 'feature=5'))
    expect(look.current.value.feature).toBe(5)
    address.visit(encodeLink(experiment(4)))
    expect(look.current.value).toEqual(plainView)
  })

  it('that cannot be read leaves the experiment on the desk and says what is wrong', () => {
    const desk = createDesk([], addressBar(encodeLink(experiment(3), 'runs=00000000;feature=9')))
    const look = createPageViews(desk)
    expect(desk.onDesk.value).not.toBeNull()
    expect(look.current.value).toEqual(plainView)
    expect(look.problems.value.map(({ path }) => path)).toEqual(['view.runs[0]'])
  })

  it('keeps the receipt that stands behind it', () => {
    const receipted = encodeLink(experiment(3), undefined, {
      runs: plan.runs.length, environments: [{ engine: 'cpu', engineVersion: '2', adapter: 'WebAssembly' }],
      sample: [{ index: 0, environment: 0, start: '01234567', end: '89abcdef', loss: 1.5, count: 3 }],
    })
    const address = addressBar(receipted)
    const look = createPageViews(createDesk([], address))
    look.change({ feature: 1 })
    expect(address.fragment()).not.toBe(receipted)
    look.change({ feature: null })
    expect(address.fragment()).toBe(receipted)
  })

  it('takes a fifth run in place of the first', () => {
    const look = createPageViews(createDesk([], addressBar(encodeLink(experiment(3)))))
    for (const id of ids.slice(0, 5)) look.toggleRun(id)
    expect(look.current.value.runs).toEqual(ids.slice(1, 5))
    look.toggleRun(ids[2])
    expect(look.current.value.runs).toEqual([ids[1], ids[3], ids[4]])
  })
})
