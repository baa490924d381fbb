import { expect, it } from 'vitest'
import { copyText } from '../../../src/dashboard/clipboard'

it('a text is copied where the browser has a clipboard and allows it, and otherwise that is known', async () => {
  const copied: string[] = []
  expect(await copyText('s = 0', { writeText: async (text) => { copied.push(text) } })).toBe(true)
  expect(copied).toEqual(['s = 0'])
  expect(await copyText('s = 0', { writeText: () => Promise.reject(new Error('not allowed')) })).toBe(false)
  expect(await copyText('s = 0', undefined)).toBe(false)
})
