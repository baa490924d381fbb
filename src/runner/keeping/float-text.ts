/** Numbers and float32 arrays as JSON values, without loss: not-a-number, infinities and −0 survive. */

export type NumberText = number | 'NaN' | 'Infinity' | '-Infinity' | '-0'

export function writeNumber(value: number): NumberText {
  if (Object.is(value, -0)) return '-0'
  return Number.isFinite(value) ? value : (String(value) as NumberText)
}

export function readNumber(text: NumberText): number {
  return typeof text === 'number' ? text : Number(text)
}

/** The shortest decimal that rounds to the same float32, so that files hold 0.1 and not 0.10000000149011612. */
export function shortestFloat32(value: number): NumberText {
  if (!Number.isFinite(value) || value === 0) return writeNumber(value)
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return Number(value.toPrecision(9)) // 9 significant digits determine a float32
}

/** Little-endian float32, base64. */
export function float32ToBase64(values: Float32Array): string {
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  values.forEach((value, at) => view.setFloat32(at * 4, value, true))
  let binary = ''
  for (let from = 0; from < bytes.length; from += 8192) binary += String.fromCharCode(...bytes.subarray(from, from + 8192))
  return btoa(binary)
}

/** null where the text is not the base64 of whole float32s. */
export function float32FromBase64(text: string): Float32Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  const binary = atob(text)
  if (binary.length % 4 !== 0) return null
  const view = new DataView(Uint8Array.from(binary, (character) => character.charCodeAt(0)).buffer)
  return Float32Array.from({ length: binary.length / 4 }, (_, at) => view.getFloat32(at * 4, true))
}
