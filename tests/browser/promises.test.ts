/** Receipts and recorded results in the page: what is true is reproduced, what is not is told, nothing is passed off as one's own. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../experiments'
import { decodeLink, encodeLink } from '../../src/experiment/link'
import { parseExperiment } from '../../src/experiment/parse'
import { faults, runToTheEnd, serveLab, type Lab } from './lab-in-browser'

let lab: Lab
beforeAll(async () => { lab = await serveLab() })
afterAll(() => lab?.close())

const parsed = parseExperiment({
  title: 'Small', task: { kind: 'reconstruction', featureCount: 5, sparsity: [0.9] },
  model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
  shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }] },
  training: { learningRate: [0.003], steps: 300, batchSize: 64 }, seeds: { count: 2 }, measurement: { probes: 10 },
})
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
const experiment = parsed.value
const preset = catalogue.find(({ id }) => id === 'linear-keeps-the-top')!

const verify = async (page: Page, part: string): Promise<string> => {
  await page.locator(part).getByRole('button', { name: 'Verify', exact: true }).click()
  await page.locator(`${part} .verified`).waitFor()
  return page.locator(`${part} .verified`).innerText()
}

describe('a receipt in a link', () => {
  let link: string

  it('is made from results, opens without starting anything, and is reproduced to the bit', async () => {
    const maker = await lab.open(encodeLink(experiment))
    await maker.locator('.engine-choice select').selectOption('cpu')
    await runToTheEnd(maker)
    await maker.getByRole('tab', { name: 'Keep and share' }).click()
    expect(await maker.locator('.reproduction').innerText()).toMatch(/A\s+All 2 runs: data, initial parameters and schedule[\s\S]*B\s+2 runs trained by the cpu engine/)
    await maker.getByRole('button', { name: 'Share with receipt' }).click()
    await expect.poll(() => maker.evaluate(() => navigator.clipboard.readText())).toContain('!r1.')
    link = (await maker.evaluate(() => navigator.clipboard.readText())).replace(/^[^#]*/, '')
    await maker.context().close()

    const page = await lab.open(link)
    await page.locator('#receipt .verification').waitFor()
    expect(await page.locator('.status-running, .verified, progress').count()).toBe(0)
    expect(await page.locator('#receipt').innerText()).toContain('cpu engine, version')
    expect(await verify(page, '#receipt')).toContain('Reproduced to the bit: data, initial parameters and final parameters of 2 runs')
    expect(await faults(page)).toEqual([])
    expect(await page.locator('.kept li').count()).toBe(0) // what was trained to verify is not one's own sweep
    await page.context().close()
  })

  it('holds within the band on WebGPU, and says by how much', async () => {
    const page = await lab.open(link)
    await page.locator('#receipt select').last().selectOption('webgpu')
    const found = await verify(page, '#receipt')
    expect(found).toMatch(/Reproduced (to the bit|within the band: .*on another engine, version, adapter or browser (no loss differs|losses differ by at most [\d.·⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+%))/)
    expect(found).toMatch(/Trained again here by the webgpu engine, version \d+ \(.*swiftshader/i)
    await page.context().close()
  })

  it('altered in one digit is not reproduced, and the page names the first run that differs', async () => {
    const decoded = decodeLink(link)
    if (!decoded.ok || decoded.value.receipt === null) throw new Error('no receipt')
    const { receipt } = decoded.value
    const digit = receipt.sample[1].end[0] === 'a' ? 'b' : 'a'
    const sample = receipt.sample.map((run, at) => (at === 1 ? { ...run, end: digit + run.end.slice(1) } : run))
    const page = await lab.open(encodeLink(experiment, undefined, { ...receipt, sample }))
    await page.locator('#receipt .verification').waitFor()
    expect(await verify(page, '#receipt')).toMatch(/Not reproduced: 1 of 2 runs differs[\s\S]*First difference \(tier B\): run 2, 2 x 1, replicate 1: its final parameters are others on the same engine/)
    await page.context().close()
  })
})

describe('recorded results', () => {
  it('are shown at once as recorded, by what and when, can be verified, and give way to the visitor’s own', async () => {
    const page = await lab.open(encodeLink(preset.preview), { browser: lab.withoutGpu })
    await page.locator('#recorded .verdict').waitFor()
    const words = await page.locator('.recorded-head').innerText()
    expect(words).toMatch(/Recorded example[\s\S]*Trained on \d+ \w+ \d{4}, not here/)
    expect(await faults(page)).toEqual([])
    expect(await page.getByText('Nothing is saved yet.').count()).toBe(1)
    await page.locator('.recorded-head summary', { hasText: 'comes out the same here' }).click()
    expect(await page.locator('.recorded-head').innerText()).toMatch(/by the cpu engine, version \d+ \(WebAssembly SIMD, one thread\) in Node [\d.]+.*with npm run record -- linear-keeps-the-top/)
    expect(await verify(page, '.recorded-head')).toContain('Reproduced to the bit')
    expect(await page.getByText('Nothing is saved yet.').count()).toBe(1)
    await runToTheEnd(page)
    expect(await page.locator('#recorded').count()).toBe(0)
    await expect.poll(() => page.locator('.kept li').count()).toBe(1)
    await page.reload()
    await page.locator('#sweep .run-table, #sweep [role=tab]').first().waitFor()
    expect(await page.locator('#recorded').count()).toBe(0) // kept results of one's own come before recorded ones
    await page.context().close()
    expect(lab.strangers).toEqual([])
    expect(lab.errors).toEqual([])
  })
})
