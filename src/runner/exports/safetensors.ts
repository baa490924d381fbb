/**
 * The safetensors format [huggingface/safetensors, README "Format"]: eight bytes with the header's length (unsigned,
 * little-endian), the header as JSON padded with spaces to a multiple of eight, then the tensors' bytes one after the
 * other without holes. Only float32 here. Written in parts, so that large files are never copied into one array.
 */
import { invariant } from '../../science/invariant'
import { failure, success, type Result } from '../../experiment/result'

export interface NamedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array // row-major
}

export interface TensorFile {
  readonly tensors: readonly NamedTensor[]
  readonly metadata: Readonly<Record<string, string>>
}

interface HeaderEntry {
  readonly dtype: 'F32'
  readonly shape: readonly number[]
  readonly data_offsets: readonly [from: number, to: number] // bytes after the header
}

/** The most that readers accept; the reference implementation's limit. */
const largestHeader = 100e6

/** Parts to be written one after the other. Names must be unique. */
export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer>[] {
  let offset = 0
  const header: Record<string, HeaderEntry | Readonly<Record<string, string>>> = { __metadata__: metadata }
  for (const { name, shape, values } of tensors) {
    invariant(!(name in header), () => `two tensors are called ${name}`)
    invariant(values.length === sizeOf(shape), () => `${name} has ${values.length} values for shape ${shape.join(' x ')}`)
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, (offset += 4 * values.length)] }
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const head = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20)
  new DataView(head.buffer).setBigUint64(0, BigInt(head.length - 8), true)
  head.set(text, 8)
  return [head, ...tensors.map(({ values }) => littleEndian(values))]
}

/** What is in such a file, or what is wrong with it. Tensors of other types than F32 are refused. */
export function readSafetensors(bytes: Uint8Array): Result<TensorFile, string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8) return failure('shorter than the length of its header')
  const length = Number(view.getBigUint64(0, true))
  if (length > largestHeader || 8 + length > bytes.length) return failure('its header does not fit in it')
  const header = parseHeader(bytes.subarray(8, 8 + length))
  if (header === null) return failure('its header is not JSON')
  const { __metadata__: metadata = {}, ...entries } = header as Record<string, unknown> & { __metadata__?: Record<string, string> }
  const tensors: NamedTensor[] = []
  let end = 0
  for (const [name, entry] of Object.entries(entries)) {
    const { dtype, shape, data_offsets: [from, to] } = entry as HeaderEntry
    if (dtype !== 'F32') return failure(`${name} is ${String(dtype)}, not F32`)
    if (from !== end || to - from !== 4 * sizeOf(shape)) return failure(`${name} does not fill its shape`)
    end = to
    if (8 + length + to > bytes.length) return failure(`${name} is cut short`)
    const values = Float32Array.from({ length: (to - from) / 4 }, (_, e) => view.getFloat32(8 + length + from + 4 * e, true))
    tensors.push({ name, shape, values })
  }
  if (8 + length + end !== bytes.length) return failure('there are bytes after its last tensor')
  return success({ tensors, metadata })
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1)

function littleEndian(values: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * values.length)
  const view = new DataView(bytes.buffer)
  values.forEach((value, e) => view.setFloat32(4 * e, value, true))
  return bytes
}

function parseHeader(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch { // the decoder of a file
    return null
  }
}
