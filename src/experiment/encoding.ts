/** How the text of a file from outside is encoded. The lab reads UTF-8; what some editors and shells write instead is named, with the way out. */
import type { Problem } from './problem'

export type Encoding = 'utf-8' | 'utf-16' | 'utf-32'

/** So many bytes tell. */
export const encodingBytes = 4

/**
 * By its byte order mark [Unicode 16, section 23.8] or, without one, by where its zeros stand: JSON begins with two ASCII characters
 * [RFC 4627, section 3].
 * @param head the first `encodingBytes` bytes of the file, or all of a shorter one
 */
export function encodingOf([a, b, c, d]: Uint8Array): Encoding {
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) return 'utf-32'
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'utf-16'
  if ((a === 0 && b === 0 && c === 0) || (b === 0 && c === 0 && d === 0)) return 'utf-32'
  return (a === 0 && b > 0) || (a > 0 && b === 0) ? 'utf-16' : 'utf-8'
}

const wayOut = 'save it again as UTF-8: the encoding in an editor\'s “Save as”, or in PowerShell: Get-Content file | Set-Content -Encoding utf8 new-file'

/** What is said of a file that is not UTF-8. */
export const encodingProblem = (received: Exclude<Encoding, 'utf-8'> | 'other'): Problem =>
  ({ path: 'file', allowed: 'text in UTF-8', received: received === 'other' ? 'bytes that are not UTF-8' : received.toUpperCase(), reason: wayOut })
