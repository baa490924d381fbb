import { expect, it } from 'vitest'
import { createSharing } from '../../../src/dashboard/state/sharing'

it.each([[true, 1], [false, 0]])('a link is shown with the page’s address, and called copied only where it is: %s', async (copied, times) => {
  const said: string[] = []
  const { shared, share } = createSharing({
    desk: { link: () => '#1.link' }, page: { address: () => 'https://lab.example/', copyText: async () => copied }, speak: (text) => said.push(text),
  })
  await share()
  expect(shared.peek()).toEqual({ link: 'https://lab.example/#1.link', carries: 'the whole experiment', copied })
  expect(said).toHaveLength(times)
})
