import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../../experiments'
import { concludeFrom } from '../../../src/dashboard/state/conclusions'
import { parseView, plainView, encodeView } from '../../../src/dashboard/state/view'
import { walkSteps } from '../../../src/dashboard/walk/steps'
import { readRecorded } from '../../../src/runner/reproduction/recorded'
import { planSweep } from '../../../src/experiment/plan'

describe('the guided walk', () => {
  it('goes from the plane to an experiment of one’s own, each step once', () => {
    expect(walkSteps[0].preset).toBe('pentagons')
    expect(walkSteps.at(-1)!.edit).toBe(true)
    expect(new Set(walkSteps.map(({ id }) => id)).size).toBe(walkSteps.length)
  })

  it.each(walkSteps)('step $id opens an experiment of the catalogue, and the step rides in its link', ({ id, preset }) => {
    const entry = catalogue.find((candidate) => candidate.id === preset)
    expect(entry).toBeDefined()
    const view = { ...plainView, choices: { walk: id } }
    expect(parseView(encodeView(view)!, planSweep(entry!.preview))).toEqual({ ok: true, value: view })
  })

  it.each(walkSteps.filter(({ concludes }) => concludes !== undefined))('step $id says what its recorded result means, by the verdict of these results', ({ preset, concludes }) => {
    const recorded = readRecorded(new Uint8Array(readFileSync(new URL(`../../../public/recorded/${preset}.ndjson.deflate`, import.meta.url))))
    if (!recorded.ok) throw new Error(recorded.error)
    expect(concludeFrom(recorded.value.records).summary.verdict.kind).toBe(concludes)
  })

  it.each(walkSteps.filter(({ section }) => section === 'compare'))('step $id speaks of the part that compares, and its experiment has several shapes or settings to compare', ({ preset }) => {
    const settings = new Set(planSweep(catalogue.find((candidate) => candidate.id === preset)!.preview).runs.map(({ spec: { shape, task } }) => `${shape.width}/${shape.depth} ${task.kind === 'recall' ? '' : task.sparsity}`))
    expect(settings.size).toBeGreaterThan(1)
  })

  it('speaks of every part that a result has to show: features, the comparison, the verdict', () => {
    expect(new Set(walkSteps.map(({ section }) => section))).toEqual(new Set(['features', 'compare', 'verdict']))
  })
})
