import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EnvironmentFailure } from '../../../src/protocol/failures'
import { EnvironmentFault } from '../../../src/engine/environment-fault'
import { fastestPerShape, type EngineForGroup } from '../../../src/engine/fastest-per-shape'
import { timeStep } from '../../../src/engine/time-step'
import { scriptedEngine, scriptTime, smallRun, type Script } from './scripted-engine'

afterEach(() => { vi.restoreAllMocks() })

function candidate(name: 'webgpu' | 'cpu', script: Script = {}, failure: EnvironmentFailure | null = null): EngineForGroup {
  const engine = scriptedEngine(script)
  const environment = { ...engine.environment, engine: name }
  return { engine: { ...engine, environment }, environment, takeFailure: () => failure }
}

const wide = { ...smallRun, shape: { width: 4, depth: 1, neurons: 4 } }

describe('the choice of engine', () => {
  it('takes the faster one for each shape and records both figures', async () => {
    const gpu = candidate('webgpu'), cpu = candidate('cpu')
    const choose = fastestPerShape([gpu, cpu], async (engine, [run]) =>
      engine.environment.engine === 'cpu' ? run.shape.width * 1e-3 : 3e-3)
    const narrow = await choose([smallRun])
    expect(narrow.engine).toBe(cpu.engine)
    expect(narrow.environment.details.choice).toBe('auto: cpu 2.0 ms per step, webgpu 3.0 ms per step')
    expect((await choose([wide])).environment.engine).toBe('webgpu')
  })

  it('times each shape once, whatever the seeds', async () => {
    let timings = 0
    const choose = fastestPerShape([candidate('webgpu'), candidate('cpu')], async () => { timings += 1; return 1 })
    await Promise.all([choose([smallRun]), choose([{ ...smallRun, seeds: { init: 9, data: 9 } }])])
    expect(timings).toBe(2)
    await choose([wide])
    expect(timings).toBe(4)
  })

  it('does not take an engine that refuses the run, or one whose device complained while it was timed', async () => {
    const refusing = fastestPerShape([candidate('webgpu', { refuses: 'too deep' }), candidate('cpu')], async () => 1)
    expect((await refusing([smallRun])).environment.engine).toBe('cpu')
    const complaining = fastestPerShape(
      [candidate('webgpu', {}, { kind: 'out-of-memory', message: 'full' }), candidate('cpu')],
      async (engine) => (engine.environment.engine === 'cpu' ? 1 : 1e-6))
    const { environment } = await complaining([smallRun])
    expect(environment.engine).toBe('cpu')
    expect(environment.details.choice).toContain('webgpu failed: full')
  })

  it.each(['webgpu', 'cpu'] as const)('trains on the other engine where %s fails while it is timed, and the record says why', async (broken) => {
    const fault = new EnvironmentFault({ kind: 'device-lost', message: 'the GPU process died' })
    const choose = fastestPerShape([candidate('webgpu'), candidate('cpu')], async (engine) => {
      if (engine.environment.engine === broken) throw fault
      return 2e-3
    })
    const { environment } = await choose([smallRun])
    const other = broken === 'webgpu' ? 'cpu' : 'webgpu'
    expect(environment.engine).toBe(other)
    expect(environment.details.choice).toBe(`auto: ${other} 2.0 ms per step, ${broken} failed: the GPU process died`)
  })

  it('times an engine again that failed: what was lost may be there for the next group', async () => {
    let isLost = true
    const choose = fastestPerShape([candidate('webgpu'), candidate('cpu')], async (engine) => {
      if (engine.environment.engine === 'cpu') return 1
      if (isLost) throw new EnvironmentFault({ kind: 'device-lost', message: 'lost' })
      return 1e-3
    })
    expect((await choose([smallRun])).environment.engine).toBe('cpu')
    isLost = false
    expect((await choose([smallRun])).environment.engine).toBe('webgpu')
  })

  it('fails as the first engine did where none can train the group, and does not remember it', async () => {
    let fail = true
    const choose = fastestPerShape([candidate('webgpu'), candidate('cpu')], async (engine) => {
      if (fail) throw new EnvironmentFault({ kind: 'out-of-memory', message: `${engine.environment.engine} is full` })
      return 1
    })
    await expect(choose([smallRun])).rejects.toThrow('webgpu is full')
    fail = false
    expect((await choose([smallRun])).environment.engine).toBe('webgpu')
  })
})

describe('timing a step', () => {
  it('finds the time per step, in a fifth of a second or so beyond what compiling takes, and throws the training away', async () => {
    const clock = scriptTime()
    let isCompiled = false
    const engine = scriptedEngine({ clock, perStep: 2, onAdvance: () => { if (!isCompiled) clock.pass(5000); isCompiled = true } })
    expect(await timeStep(engine, [{ ...smallRun, training: { ...smallRun.training, steps: 10_000 } }])).toBeCloseTo(0.002, 12)
    expect(performance.now() - 5000).toBeLessThanOrEqual(200)
    expect(performance.now() - 5000).toBeGreaterThan(100) // a shorter one tells no engines apart
    expect(engine.disposed()).toBe(1)
  })

  it('never takes more steps than the run has', async () => {
    const engine = scriptedEngine()
    await timeStep(engine, [smallRun])
    expect(engine.advances.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(40)
  })
})
