import { expect, it } from 'vitest'
import { shortcuts } from '../../../src/dashboard/state/keyboard'
import type { Laboratory } from '../../../src/dashboard/state/laboratory'

it('the form is opened and closed by a key as by its button, so that the keyboard goes there too', () => {
  let toggled = 0
  shortcuts.find(({ key }) => key === 'e')!.act({ toggleForm: () => { toggled += 1 } } as unknown as Laboratory)
  expect(toggled).toBe(1)
})
