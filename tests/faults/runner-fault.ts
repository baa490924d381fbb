/** The headless runner killed, kill -9 of its process group, and started again with --resume. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from '../../scripts/build-cli.mjs'
import { vulkanEnvironment } from '../../scripts/chrome.mjs'
import { readRecordLines } from '../../src/runner/keeping/record-lines'
import type { RunRecord } from '../../src/runner/keeping/run-record'
import { holdThreads } from '../engine/held-threads'
import { engineTurns, type Fault } from './fault'
import { sweeps, type CampaignEngine } from './interrupted'

interface Runner {
  readonly child: ChildProcess
  readonly said: () => string
  readonly ended: Promise<number | null> // exit code; null when killed
}

export async function runnerFault(): Promise<Fault> {
  const program = join(await ensureBuilt(), 'main.js')
  const folder = mkdtempSync(join(tmpdir(), 'lab-runner-'))
  let files = 0
  const seconds = new Map<CampaignEngine, number>() // of an uninterrupted sweep, start of the process included

  function run(engine: CampaignEngine, out: string, more: readonly string[] = [], environment: Record<string, string> = {}): Runner {
    const words = ['sweep', sweeps[engine].link, '--out', out, '--engine', engine, '--threads', '1', '--parameters', ...more]
    const child = spawn(process.execPath, [program, ...words], {
      detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: { XDG_RUNTIME_DIR: tmpdir(), ...process.env, ...vulkanEnvironment(), ...environment },
    })
    let said = ''
    child.stderr.on('data', (text) => { said += String(text) })
    return { child, said: () => said, ended: new Promise((resolve) => child.on('close', (code) => resolve(code))) }
  }
  async function recordsOf(out: string, { ended, said }: Runner): Promise<readonly RunRecord[]> {
    const code = await ended
    if (code !== 0) throw new Error(`the runner ended with ${code}: ${said()}`)
    const text = readFileSync(out, 'utf8')
    const lines = text.split('\n').filter((line) => line.includes('"kind":"run"')).length
    const { records, problems } = readRecordLines(text)
    if (problems.length > 0 || lines !== records.length) throw new Error(`${lines} lines for ${records.length} runs; ${JSON.stringify(problems)}`)
    return records
  }
  const newFile = (): string => join(folder, `${files++}.ndjson`)

  return {
    engines: engineTurns,
    async uninterrupted(engine) {
      const out = newFile()
      const began = performance.now()
      const records = await recordsOf(out, run(engine, out))
      seconds.set(engine, (performance.now() - began) / 1000)
      return records
    },
    async strike(engine, moment) {
      const out = newFile()
      const first = run(engine, out, [], holdThreads(sweeps[engine].probes)) // one thread: it waits for the kill before it ends
      await new Promise((resolve) => setTimeout(resolve, 1000 * moment * seconds.get(engine)!))
      const killed = performance.now()
      process.kill(-first.child.pid!, 'SIGKILL')
      await first.ended
      const second = run(engine, out, ['--resume'])
      const trains = (): boolean => /^engine /m.test(second.said()) || second.child.exitCode !== null
      while (!trains()) await new Promise((resolve) => setTimeout(resolve, 10))
      const secondsUntilTraining = (performance.now() - killed) / 1000
      return { retries: 1, secondsUntilTraining, records: await recordsOf(out, second) }
    },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  }
}
