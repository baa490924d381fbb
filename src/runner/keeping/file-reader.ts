/**
 * A file that a user names: results as the page or the command line saved them, or an experiment. One reader for both (decision 0230):
 * pieces of bytes in, of any length, so that a file of any size is read without holding more than what it gives. Results are lines
 * (record-lines.ts) or a JSON document of runs, as `recordsJson` writes it or a program has laid it out anew.
 */
import { encodingBytes, encodingOf, encodingProblem, type Encoding } from '../../experiment/encoding'
import type { Experiment } from '../../experiment/experiment'
import { maxFileCharacters } from '../../experiment/limits'
import { decodeLink } from '../../experiment/link'
import { parseExperimentText } from '../../experiment/parse'
import type { Problem } from '../../experiment/problem'
import { failure, success, type Result } from '../../experiment/result'
import { createGatherer, isOwnText, type GatheredRecords } from './record-lines'

export interface ReadFile extends GatheredRecords {
  readonly form: 'lines' | 'document'
  readonly encoding: Encoding // nothing is read of a file that is not UTF-8
  /** How it begins, up to what an experiment may have, where its first line is not one of results. */
  readonly text: string
  readonly characters: number
  /** Bytes up to the end of the last whole line; what follows is torn. */
  readonly wholeBytes: number
  readonly endsWithNewline: boolean
  /** Nothing but white space. */
  readonly isEmpty: boolean
}

/** Longer lines and documents are not looked at: an engine's strings end at twice this. Characters. */
const maxLine = 2 ** 28

export function createFileReader() {
  const gatherer = createGatherer()
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let head = new Uint8Array(0) // until the encoding is known
  let encoding: Encoding | null = null
  let line: string[] = [] // pieces of the last line
  let lineLength = 0
  let held: [line: string, terminated: boolean][] | null = null // all lines, where they may be a document
  let heldLength = 0
  let isDecided = false, isOwnFile = false
  let text = ''
  let bytes = 0, wholeBytes = 0, characters = 0
  let isEmpty = true

  function take(chunk: Uint8Array): void {
    if (encoding !== null) return takeText(chunk)
    head = head.length === 0 ? chunk.slice() : Uint8Array.of(...head, ...chunk)
    if (head.length >= encodingBytes) begin()
  }
  function begin(): void {
    encoding = encodingOf(head)
    takeText(head)
    head = new Uint8Array(0)
  }
  function takeText(chunk: Uint8Array): void {
    if (encoding !== 'utf-8') return
    const lastNewline = chunk.lastIndexOf(10)
    if (lastNewline >= 0) wholeBytes = bytes + lastNewline + 1
    bytes += chunk.length
    const decoded = decoder.decode(chunk, { stream: true })
    characters += decoded.length
    const pieces = decoded.split('\n')
    const last = pieces.pop()!
    for (const piece of pieces) {
      addPiece(piece)
      endLine(true)
    }
    addPiece(last)
  }
  function addPiece(piece: string): void {
    lineLength += piece.length
    if (lineLength <= maxLine && piece !== '') line.push(piece)
  }
  function endLine(terminated: boolean): void {
    const whole = line.join('')
    const isTooLong = lineLength > maxLine
    line = []
    lineLength = 0
    isEmpty &&= !isTooLong && whole.trim() === ''
    if (isTooLong) {
      release()
      isDecided = true
      return gatherer.skip(`longer than ${maxLine} characters`)
    }
    if (!isDecided && !isEmpty) decide(whole, terminated)
    if (!isOwnFile && text.length <= maxFileCharacters) text += terminated ? `${whole}\n` : whole
    if (held === null) return gatherer.take(whole, terminated)
    held.push([whole, terminated])
    heldLength += whole.length + 1
    if (heldLength > maxLine) release()
  }
  /** By its first line that is not empty. */
  function decide(first: string, terminated: boolean): void {
    isDecided = true
    isOwnFile = isOwnText(first, terminated)
    if (!isOwnFile && /^[\uFEFF\s]*[{[]/.test(first)) held = []
  }
  /** No document after all. */
  function release(): void {
    const lines = held ?? []
    held = null
    for (const [whole, terminated] of lines) gatherer.take(whole, terminated)
  }

  return {
    take,
    end(): ReadFile {
      if (encoding === null) begin()
      const left = encoding === 'utf-8' ? decoder.decode() : ''
      characters += left.length
      addPiece(left)
      const endsWithNewline = lineLength === 0
      if (!endsWithNewline) endLine(false)
      const runs = held === null ? null : runsOf(held.map(([whole]) => whole).join('\n'))
      if (runs === null) release()
      else runs.forEach(gatherer.takeValue)
      const gathered = gatherer.gathered()
      return {
        ...gathered, form: runs === null ? 'lines' : 'document', encoding: encoding!, text, characters,
        wholeBytes: gathered.torn ? wholeBytes : bytes, endsWithNewline, isEmpty,
      }
    },
  }
}

/** The runs of a JSON document of them: the page's export, or a list as other programs make of lines. Null for anything else. */
function runsOf(text: string): readonly unknown[] | null {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch { // the decoder of a file
    return null
  }
  if (Array.isArray(value)) return value.some((one) => isOfKind(one, 'run')) ? value : null
  return isOfKind(value, 'runs') && 'runs' in value && Array.isArray(value.runs) ? value.runs : null
}

const isOfKind = (value: unknown, kind: string): value is object => typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind

/** The same of what is in memory. */
export function readFileBytes(bytes: Uint8Array): ReadFile {
  const reader = createFileReader()
  reader.take(bytes)
  return reader.end()
}

/** Lines that were not read, a torn last one included. */
export const unreadLines = ({ problemCount, torn }: Pick<GatheredRecords, 'problemCount' | 'torn'>): number => problemCount + (torn ? 1 : 0)

/** Whether it is to be read as results: else it is an experiment, or nothing that the lab knows. */
export const holdsResults = ({ form, isResultsFile, records }: Pick<ReadFile, 'form' | 'isResultsFile' | 'records'>): boolean =>
  form === 'document' || isResultsFile || records.length > 0

/** The experiment of a file, or of the results in it; else every reason why there is none. */
export function experimentIn(read: ReadFile): Result<Experiment, readonly Problem[]> {
  const { encoding, links, problems, problemCount, form, characters } = read
  if (encoding !== 'utf-8') return failure([encodingProblem(encoding)])
  if (!holdsResults(read)) {
    if (characters > maxFileCharacters) return failure([{ path: 'file', allowed: `at most ${maxFileCharacters} characters`, received: `${characters} characters` }])
    const text = read.text.replace(/^\uFEFF/, '')
    return text.includes('\uFFFD') ? failure([encodingProblem('other')]) : parseExperimentText(text)
  }
  const [link] = links.values()
  if (link === undefined) {
    const place = form === 'document' ? 'run' : 'line'
    const more: Problem[] = problemCount > problems.length ? [{ path: 'file', allowed: 'runs', received: `${problemCount - problems.length} more that cannot be read` }] : []
    return failure(problemCount > 0 ? [...problems.map(({ line, message }) => ({ path: `${place} ${line}`, allowed: 'a run', received: message })), ...more]
      : [{ path: 'file', allowed: 'runs', received: 'none' }])
  }
  const decoded = decodeLink(link)
  return decoded.ok ? success(decoded.value.experiment) : decoded
}
