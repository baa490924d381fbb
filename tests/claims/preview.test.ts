/**
 * Claims that the cpu engine trains and judges in seconds, in their preview form. What the committed report says of them is
 * found again here: the engine's bits are the same everywhere, so an outcome changes only when the science does.
 */
import { describe, expect, it } from 'vitest'
import { catalogueEntry } from '../../experiments/index'
import text from '../../docs/claims.json?raw'
import { judgeClaims, type ReportSection } from '../../src/cli/claims-report'
import { trainedRuns } from '../../src/runner/keeping/measured'
import { nodeHost } from '../../src/engine/node-host'
import { createTrainerService } from '../../src/engine/trainer-service'
import { conduct } from '../../src/runner/conduct/conduct'
import { planSweep } from '../../src/experiment/plan'

const report = JSON.parse(text) as readonly ReportSection[]
const presets = ['linear-keeps-the-top', 'superposition-appears', 'pentagons', 'pentagon-or-digons', 'dimensionality', 'phase-change', 'phase-diagram-2-1']

/** Trains here, in this thread. */
async function train(preset: string) {
  const plan = planSweep(catalogueEntry(preset)!.preview)
  const trainer = { service: createTrainerService(nodeHost), gone: new Promise<string>(() => {}), terminate() {} }
  const { runs } = await conduct(plan, () => trainer, { engine: 'cpu', trainers: 1, now: () => performance.now() }).done
  expect(runs.every(({ status }) => status.kind === 'finished')).toBe(true)
  return trainedRuns(runs)
}

describe('claims in their preview form', () => {
  it.each(presets)('%s: trained again, they come out as the committed report says', async (preset) => {
    const committed = report.find((section) => section.preset === preset && section.form === 'preview')!
    const found = judgeClaims(preset, await train(preset))
    expect(found.map(({ id, met }) => [id, met])).toEqual(committed.claims.map(({ id, met }) => [id, met]))
  })

  it('are mostly met, and the report keeps those that are not', () => {
    const claims = report.filter(({ preset, form }) => presets.includes(preset) && form === 'preview').flatMap((section) => section.claims)
    expect(claims.length).toBeGreaterThanOrEqual(16)
    expect(claims.filter(({ met }) => met).length / claims.length).toBeGreaterThan(0.8)
  })
})
