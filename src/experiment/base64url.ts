/** Bytes in 64 characters that need no escaping in an address (RFC 4648, section 5), without padding. */
import { invariant } from '../science/invariant'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export function encodeBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = Math.min(3, bytes.length - at)
    const word = (bytes[at] << 16) | ((left > 1 ? bytes[at + 1] : 0) << 8) | (left > 2 ? bytes[at + 2] : 0)
    for (let character = 0; character <= left; character++) text += alphabet[(word >> (18 - 6 * character)) & 63]
  }
  return text
}

/** null where the text is no encoding of whole bytes. Characters must be of the alphabet. */
export function decodeBase64Url(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0, held = 0, length = 0
  for (const character of text) {
    const digit = alphabet.indexOf(character)
    invariant(digit >= 0, () => `${JSON.stringify(character)} is no base64url character`)
    bits = ((bits << 6) | digit) & 0xffff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes[length++] = (bits >> held) & 0xff
    }
  }
  return (bits & ((1 << held) - 1)) === 0 ? bytes : null
}
