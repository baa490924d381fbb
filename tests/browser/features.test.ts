/** Features from inside: runs side by side, one feature chosen everywhere, training scrubbed, and the same view for a second reader. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeLink } from '../../src/experiment/link'
import { parseExperiment } from '../../src/experiment/parse'
import { faults, runToTheEnd, serveLab, turnTo, type Lab } from './lab-in-browser'

let lab: Lab
beforeAll(async () => { lab = await serveLab() })
afterAll(() => lab?.close())

const parsed = parseExperiment({
  title: 'Planes and spaces', question: 'What shapes do features form?', task: { kind: 'reconstruction', featureCount: 12, sparsity: [0.95] }, model: { kind: 'autoencoder' },
  shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }, { width: 3, depth: 1, neurons: 3 }, { width: 6, depth: 1, neurons: 6 }] },
  training: { steps: 400, batchSize: 64, learningRate: [0.01] }, seeds: { init: 1, data: 2, count: 1 }, measurement: { evaluationSamples: 256 },
})
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
const link = encodeLink(parsed.value)

const figure = (page: Page, id: string) => page.locator(`.feature-view figure[data-chart="${id}"]`)
/** Rows of a chart's table that are marked as the chosen feature's. */
const markedRows = (page: Page, id: string): Promise<(string | null)[]> =>
  figure(page, id).locator('tr[aria-current="true"] td:nth-child(2)').evaluateAll((cells) => cells.map(({ textContent }) => textContent))

async function openFeatures(page: Page): Promise<void> {
  await turnTo(page, 'Features')
  await figure(page, 'feature-norms').waitFor()
}

describe('the feature view', () => {
  it('shows runs side by side; one feature, one moment and one choice of axes hold in all charts and in the link', async () => {
    const page = await lab.open(link)
    await runToTheEnd(page)
    await openFeatures(page)
    expect(await page.locator('.picked-runs li').count()).toBe(3)

    // by number
    await page.getByRole('spinbutton', { name: /^feature, 0 to 11/ }).fill('4')
    await expect.poll(() => markedRows(page, 'feature-norms')).toEqual(['4', '4', '4'])
    await expect.poll(() => markedRows(page, 'dimensions-by-feature')).toEqual(['4', '4', '4'])

    // by a click on a bar
    await figure(page, 'feature-norms').scrollIntoViewIfNeeded()
    const bars = figure(page, 'feature-norms').locator('.plot[data-drawn="true"]')
    await bars.waitFor()
    await bars.scrollIntoViewIfNeeded()
    const bar = await bars.locator('.barlayer .point path').nth(9).boundingBox()
    await page.mouse.click(bar!.x + bar!.width / 2, bar!.y + bar!.height - 2)
    await expect.poll(() => markedRows(page, 'feature-norms')).toEqual(['9', '9', '9'])
    expect(await page.getByRole('spinbutton', { name: /^feature, 0 to 11/ }).inputValue()).toBe('9')

    // directions in space turn under the pointer
    const space = figure(page, 'features-in-space').locator('.plot[data-drawn="true"]')
    await figure(page, 'features-in-space').scrollIntoViewIfNeeded()
    await space.waitFor()
    interface Drawn { readonly _fullLayout: { readonly scene: { readonly camera: { readonly eye: { readonly x: number } } } } }
    const eye = (): Promise<number> => space.evaluate((element) => (element as unknown as Drawn)._fullLayout.scene.camera.eye.x)
    const from = await eye(), scene = (await space.boundingBox())!
    await page.mouse.move(scene.x + scene.width / 4, scene.y + scene.height / 2)
    await page.mouse.down()
    await page.mouse.move(scene.x + scene.width / 4 + 90, scene.y + scene.height / 2, { steps: 5 })
    await page.mouse.up()
    await expect.poll(eye).not.toBe(from)

    // training again, and back through it with the keyboard
    await page.getByRole('button', { name: 'Replay training' }).click()
    await page.getByText('All replays end with the stored parameters, to the bit.').waitFor()
    const words = (): Promise<string> => figure(page, 'feature-norms').locator('.figure-describe').innerText()
    const atEnd = await words()
    await page.getByRole('slider', { name: 'training step' }).focus()
    await page.keyboard.press('Home')
    await expect.poll(() => page.locator('.feature-moment strong').innerText()).toBe('Step 0')
    await expect.poll(words).not.toBe(atEnd)
    await page.keyboard.press('End')
    await expect.poll(words).toBe(atEnd)
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('combobox', { name: 'seen along' }).selectOption('units-3-4-5')
    await page.getByRole('button', { name: /^leave out m 3/ }).click()

    // what is looked at is in the address, and another reader sees it, without anything being trained for them
    await expect.poll(() => page.evaluate(() => location.hash.split('~')[1])).toMatch(/^section=features;runs=[0-9a-f]{8},[0-9a-f]{8};feature=9;step=1;choice=features-in-space:units-3-4-5$/)
    const address = await page.evaluate(() => location.hash)
    expect(await faults(page)).toEqual([])
    expect(await page.getByRole('button', { name: 'Play', exact: true }).count()).toBe(0) // who wants no motion has the slider
    const second = await lab.open(address, { reducedMotion: 'no-preference' })
    await second.getByRole('button', { name: /^Run/ }).click()
    await figure(second, 'feature-norms').waitFor()
    expect(await second.locator('.picked-runs li').count()).toBe(2)
    expect(await second.getByRole('spinbutton', { name: /^feature, 0 to 11/ }).inputValue()).toBe('9')
    await second.getByText('The link looks at step 1.').waitFor()
    await second.getByRole('button', { name: 'Replay training' }).click()
    await expect.poll(() => second.locator('.feature-moment strong').innerText()).toBe('Step 1')
    await second.getByRole('button', { name: 'Play', exact: true }).click()
    await expect.poll(() => second.locator('.feature-moment strong').innerText()).not.toBe('Step 1')
    await second.context().close()
    await page.context().close()
  })

  it('tells what is wrong in a link’s view and still opens its experiment', async () => {
    const page = await lab.open(`${link}~runs=00000000;feature=12`)
    const told = page.getByRole('alert')
    await told.waitFor()
    expect(await told.innerText()).toMatch(/view\.runs\[0\][\s\S]*view\.feature/)
    expect(await page.locator('#experiment h2').innerText()).toBe('Planes and spaces')
    await page.context().close()
  })
})
