/**
 * The results file: one line per run, appended as runs finish and handed to the system at once, so that a kill costs
 * at most the line being written. Continuing a file first cuts off a line that an earlier kill left torn; only the
 * beginning of a line of ours is ever cut, and only a file that begins with one is written to (decision 0152).
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, lstatSync, openSync, readSync, realpathSync, statSync, writeSync, type Stats } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { createFileReader, type ReadFile } from '../runner/keeping/file-reader'
import { isOwnText } from '../runner/keeping/record-lines'

/** The name of the standard input where a file is read. */
const standardInput = '-'

/** Reads any size, piece by piece; pipes too, but nothing that never ends. @throws as the file system does */
export function readFileAt(path: string): ReadFile {
  const isInput = path === standardInput
  if (!isInput && statSync(path).isCharacterDevice()) throw new Error('not a file')
  const reader = createFileReader()
  const chunk = Buffer.alloc(1 << 20)
  const file = isInput ? 0 : openSync(path, 'r')
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) reader.take(chunk.subarray(0, read))
  } finally {
    if (!isInput) closeSync(file)
  }
  return reader.end()
}

/** What a place for results is before anything is written there. */
export type Place = 'new' | 'empty' | 'results' | 'foreign' | 'not-a-file' | 'standard-output' | 'linked'

/**
 * The file itself, whatever links lead to it: so that who comes by another name finds the same lock beside it.
 * @returns the path as it is where nothing is there yet, its folder without links
 */
export function resolvePlace(path: string): string {
  try {
    return realpathSync.native(path)
  } catch { // the file system's entrance: nothing is there, or a link to nothing
    return join(realFolder(path), basename(path))
  }
}

function realFolder(path: string): string {
  try {
    return realpathSync.native(dirname(path))
  } catch { // the file system's entrance: opening the file says why
    return dirname(path)
  }
}

/** Names of what a process has open, not of files: '/dev/stdout', '/dev/fd/3', '/proc/self/fd/1'. */
const isOfProcess = (path: string): boolean => /^\/(?:dev(?:\/fd)?|proc\/.*)$/.test(realFolder(path))

/** `--out results.ndjson > results.ndjson`: table and runs would write over each other. */
function isStandardOutput({ dev, ino }: Stats): boolean {
  return [1, 2].some((stream) => {
    try {
      const own = fstatSync(stream)
      return own.isFile() && own.dev === dev && own.ino === ino
    } catch { // closed
      return false
    }
  })
}

/** Reads no more than it needs: the first line that is not empty. @throws as the file system does, except where nothing is there */
export function placeOf(path: string): Place {
  if (isOfProcess(path)) return 'not-a-file'
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return lstatSync(path, { throwIfNoEntry: false }) === undefined ? 'new' : 'not-a-file'
  if (!found.isFile()) return 'not-a-file'
  if (isStandardOutput(found)) return 'standard-output'
  if (found.nlink > 1) return 'linked'
  const decoder = new StringDecoder('utf8')
  const chunk = Buffer.alloc(1 << 20)
  const file = openSync(path, 'r')
  const placed = (line: string, terminated: boolean): Place => (isOwnText(line, terminated) ? 'results' : 'foreign')
  let text = ''
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      text = (text + decoder.write(chunk.subarray(0, read))).trimStart() // a byte order mark too
      const end = text.indexOf('\n')
      if (text !== '' && !text.startsWith('{')) return 'foreign' // whatever it is, however long
      if (end >= 0) return placed(text.slice(0, end), true)
    }
  } finally {
    closeSync(file)
  }
  return text === '' ? 'empty' : placed(text, false)
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
