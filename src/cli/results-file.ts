/**
 * The results file: one line per run, appended as runs finish and handed to the system at once, so that a kill costs
 * at most the line being written. Continuing a file first cuts off a line that an earlier kill left torn.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { createGatherer, type GatheredRecords } from '../runner/keeping/record-lines'

export interface ReadFile extends GatheredRecords {
  /** Bytes up to the end of the last whole line; what follows is torn. */
  readonly wholeBytes: number
  readonly endsWithNewline: boolean
}

/** Reads any size, line by line. @throws as the file system does */
export function readResultsFile(path: string): ReadFile {
  const gatherer = createGatherer()
  const decoder = new StringDecoder('utf8')
  const chunk = Buffer.alloc(1 << 20)
  const file = openSync(path, 'r')
  let rest = ''
  let bytes = 0, wholeBytes = 0
  for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
    const lastNewline = chunk.lastIndexOf(10, read - 1)
    if (lastNewline >= 0) wholeBytes = bytes + lastNewline + 1
    bytes += read
    const lines = (rest + decoder.write(chunk.subarray(0, read))).split('\n')
    rest = lines.pop()!
    for (const line of lines) gatherer.take(line, true)
  }
  closeSync(file)
  rest += decoder.end()
  if (rest !== '') gatherer.take(rest, false)
  const gathered = gatherer.gathered()
  return { ...gathered, wholeBytes: gathered.torn ? wholeBytes : bytes, endsWithNewline: rest === '' }
}

export interface ResultsFile {
  append(line: string): void
  /** Everything appended is on the disk when it returns. */
  flush(): void
  close(): void
}

/** Opens for appending; `continues` names what was read from it before. @throws as the file system does */
export function openResultsFile(path: string, continues: ReadFile | null): ResultsFile {
  const file = openSync(path, continues === null ? 'wx' : 'r+')
  let position = 0
  if (continues !== null) {
    ftruncateSync(file, continues.wholeBytes)
    position = continues.wholeBytes
    if (!continues.torn && !continues.endsWithNewline) write('\n')
  }
  function write(text: string): void {
    const buffer = Buffer.from(text)
    for (let from = 0; from < buffer.length;) from += writeSync(file, buffer, from, buffer.length - from, position + from)
    position += buffer.length
  }
  return { append: (line) => write(`${line}\n`), flush: () => fsyncSync(file), close: () => closeSync(file) }
}
