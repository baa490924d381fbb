/**
 * The results file: one line per run, appended as runs finish and handed to the system at once, so that a kill costs
 * at most the line being written. Continuing a file first cuts off a line that an earlier kill left torn; only the
 * beginning of a line of ours is ever cut, and only a file that begins with one is written to (decision 0152).
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { createGatherer, type GatheredRecords } from '../runner/keeping/record-lines'

export interface ReadFile extends GatheredRecords {
  /** Bytes up to the end of the last whole line; what follows is torn. */
  readonly wholeBytes: number
  readonly endsWithNewline: boolean
  /** Nothing but white space. */
  readonly isEmpty: boolean
}

/** Reads any size, line by line. @throws as the file system does */
export function readResultsFile(path: string): ReadFile {
  const gatherer = createGatherer()
  const decoder = new StringDecoder('utf8')
  const chunk = Buffer.alloc(1 << 20)
  const file = openSync(path, 'r')
  let rest = ''
  let bytes = 0, wholeBytes = 0, isEmpty = true
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      const lastNewline = chunk.lastIndexOf(10, read - 1)
      if (lastNewline >= 0) wholeBytes = bytes + lastNewline + 1
      bytes += read
      const lines = (rest + decoder.write(chunk.subarray(0, read))).split('\n')
      rest = lines.pop()!
      for (const line of lines) gatherer.take(line, true)
      isEmpty &&= lines.every((line) => line.trim() === '')
    }
  } finally {
    closeSync(file)
  }
  rest += decoder.end()
  if (rest !== '') gatherer.take(rest, false)
  const gathered = gatherer.gathered()
  return { ...gathered, wholeBytes: gathered.torn ? wholeBytes : bytes, endsWithNewline: rest === '', isEmpty: isEmpty && rest.trim() === '' }
}

/** What a place for results is before anything is written there. */
export type Place = 'new' | 'empty' | 'results' | 'foreign' | 'not-a-file'

/** Reads no more than it needs: the first line that is not empty. @throws as the file system does, except where nothing is there */
export function placeOf(path: string): Place {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 'new'
  if (!found.isFile()) return 'not-a-file'
  const gatherer = createGatherer()
  const decoder = new StringDecoder('utf8')
  const chunk = Buffer.alloc(1 << 20)
  const file = openSync(path, 'r')
  let text = ''
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      text = (text + decoder.write(chunk.subarray(0, read))).trimStart()
      const end = text.indexOf('\n')
      if (text !== '' && !text.startsWith('{')) return 'foreign' // whatever it is, however long
      if (end < 0) continue
      gatherer.take(text.slice(0, end), true)
      return gatherer.gathered().isResultsFile ? 'results' : 'foreign'
    }
  } finally {
    closeSync(file)
  }
  if (text === '') return 'empty'
  gatherer.take(text, false)
  return gatherer.gathered().isResultsFile ? 'results' : 'foreign'
}

export interface ResultsFile {
  /** Whole or not at all: what a full disk left of it is cut off again. @throws as the file system does */
  append(line: string): void
  /** Everything appended is on the disk when it returns. @throws as the file system does */
  flush(): void
  close(): void
}

/** Opens for appending; `continues` names what was read from it before, null a file that is not there yet. @throws as the file system does */
export function openResultsFile(path: string, continues: ReadFile | null): ResultsFile {
  const file = openSync(path, continues === null ? 'wx' : 'r+')
  let position = continues?.wholeBytes ?? 0
  if (position < fstatSync(file).size) ftruncateSync(file, position)
  if (continues !== null && !continues.torn && !continues.endsWithNewline) write('\n')
  function write(text: string): void {
    const buffer = Buffer.from(text)
    try {
      for (let from = 0; from < buffer.length;) from += writeSync(file, buffer, from, buffer.length - from, position + from)
    } catch (error) { // the file system's entrance
      ftruncateSync(file, position)
      throw error
    }
    position += buffer.length
  }
  return { append: (line) => write(`${line}\n`), flush: () => fsyncSync(file), close: () => closeSync(file) }
}
