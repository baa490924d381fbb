import encodeQR from 'qr'
import decodeQR from 'qr/decode.js'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../../experiments'
import { longestChatLink } from '../../../src/dashboard/state/shared-link'
import { encodeLink } from '../../../src/experiment/link'

const address = 'https://a-university-of-some-length.example.org/~somebody/superposition-lab/'
const longestView = `section=${'x'.repeat(990)}` // as long as a view may be (experiment/link.ts)

describe('the link of every preset', () => {
  it.each(catalogue.flatMap((preset) => [[preset.id, 'full', preset.full], [preset.id, 'preview', preset.preview]] as const))(
    '%s, %s, can be sent by chat, with the longest view and a long address', (_, __, experiment) => {
      expect(address.length + encodeLink(experiment, longestView.slice(0, 1000)).length).toBeLessThan(longestChatLink)
    })

  it('is read back from its QR code to the letter', () => {
    const link = address + encodeLink(catalogue[0].full, 'section=features;feature=3')
    const scale = 4
    const modules = encodeQR(link, 'raw', { ecc: 'medium', border: 4 })
    const side = modules.length * scale
    const data = new Uint8ClampedArray(side * side * 4)
    for (let p = 0; p < side * side; p++) {
      const dark = modules[Math.floor(p / side / scale)][Math.floor((p % side) / scale)]
      data.set([dark ? 0 : 255, dark ? 0 : 255, dark ? 0 : 255, 255], 4 * p)
    }
    expect(decodeQR({ width: side, height: side, data })).toBe(link)
  })
})
