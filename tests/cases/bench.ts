/** What a case may do: files of its own in a folder of its own, the command line as a user starts it, tests by their name. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Ended { readonly code: number | null; readonly output: string; readonly complaints: string }

export interface Bench {
  readonly folder: string
  path(name: string): string
  write(name: string, content: string | Uint8Array): string
  read(name: string): string
  names(): readonly string[]
  exists(name: string): boolean
  /** `superposition-lab` with these words, in the bench's folder. Ended after two minutes. */
  cli(...words: readonly string[]): Promise<Ended>
  /** Any program there. @param environment besides the own one */
  run(program: string, words: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>
  start(program: string, words: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> }
  /** Tests of the suite by file and part of the name. @returns what is wrong */
  tests(file: string, name: string): Promise<readonly string[]>
  close(): void
}

const patience = 120_000 // milliseconds: what hangs is a finding, not a wait

export function openBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-case-'))
  const path = (name: string): string => join(folder, name)
  const start: Bench['start'] = (program, words) => begin(program, words, {})
  function begin(program: string, words: readonly string[], environment: Readonly<Record<string, string>>) {
    const child = spawn(program, words, { cwd: folder, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { output: '', complaints: '' }
    child.stdout.on('data', (text) => { said.output += String(text) })
    child.stderr.on('data', (text) => { said.complaints += String(text) })
    const ended = new Promise<Ended>((resolve) => {
      const late = setTimeout(() => child.kill('SIGKILL'), patience)
      child.on('close', (code) => {
        clearTimeout(late)
        resolve({ code, ...said })
      })
    })
    return { child, ended }
  }
  const run: Bench['run'] = (program, words, environment = {}) => begin(program, words, environment).ended
  return {
    folder, path, start, run,
    write(name, content) {
      mkdirSync(dirname(path(name)), { recursive: true })
      writeFileSync(path(name), content)
      return path(name)
    },
    read: (name) => readFileSync(path(name), 'utf8'),
    names: () => readdirSync(folder).sort(),
    exists: (name) => existsSync(path(name)),
    cli: (...words) => run(process.execPath, [join(root, 'scripts/cli.mjs'), ...words]),
    async tests(file, name) {
      const words = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root, '--project', file.startsWith('tests/browser/') ? 'browser' : 'node', file, '-t', name, '--reporter=json', `--outputFile=${path('tests.json')}`]
      const { code, complaints } = await run(process.execPath, words)
      if (!existsSync(path('tests.json'))) return [`${file} did not run: ${complaints.slice(0, 200)}`]
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(path('tests.json'), 'utf8')) as { numPassedTests: number; numFailedTests: number }
      if (code === 0 && numPassedTests > 0 && numFailedTests === 0) return []
      return [`${file}, ${name}: ${numFailedTests} failed, ${numPassedTests} passed`]
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What a check found, if it did not hold. */
export const unless = (holds: boolean, otherwise: string): readonly string[] => (holds ? [] : [otherwise])
