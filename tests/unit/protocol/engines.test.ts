import { describe, expect, it } from 'vitest'
import { choiceNames, engineNames, engineTraits, fallbackChoice, sharedChoice, trainersOf, type EngineName } from '../../../src/protocol/engines'
import { identityOf, sameEnvironment, type EngineEnvironment } from '../../../src/protocol/environment'

const environment = (engine: EngineName, platform: string, more: Partial<EngineEnvironment> = {}): EngineEnvironment =>
  ({ engine, engineVersion: '1', adapter: 'an adapter', software: true, details: { platform }, ...more })

describe('the table of engines', () => {
  it('has an engine for every choice but auto', () => {
    const answered = new Set<string>(engineNames.map((name) => engineTraits[name].choice))
    expect([...answered].sort()).toEqual(choiceNames.filter((choice) => choice !== 'auto').sort())
  })

  it('offers in the place of others an engine that needs no GPU and has the same bits everywhere', () => {
    const offered = engineNames.filter((name) => engineTraits[name].choice === fallbackChoice).map((name) => engineTraits[name])
    expect(offered).toHaveLength(1)
    expect(offered[0]).toMatchObject({ isGpu: false, hasPortableBits: true })
  })

  it('never lets two trainers share a GPU', () => {
    for (const name of engineNames) if (engineTraits[name].isGpu) expect(trainersOf(name, 8), name).toBe(1)
    expect(trainersOf('cpu', 8)).toBe(8)
    expect(trainersOf('cpu', 0)).toBe(1)
  })

  it('names the one choice that made all results, and auto where there are several or none that is known', () => {
    expect(sharedChoice(['tfjs-wasm', 'tfjs-webgpu'])).toBe('tfjs')
    expect(sharedChoice(['cpu', 'cpu'])).toBe('cpu')
    expect(sharedChoice(['cpu', 'webgpu'])).toBe('auto')
    expect(sharedChoice(['abacus'])).toBe('auto')
    expect(sharedChoice([])).toBe('auto')
  })
})

describe('the same environment', () => {
  it.each(engineNames)('of the %s engine asks for the platform exactly where its bits are not portable', (name) => {
    const here = environment(name, 'Node 20'), there = environment(name, 'Chromium 156')
    expect(sameEnvironment(here, there)).toBe(engineTraits[name].hasPortableBits)
    expect(sameEnvironment(here, here)).toBe(true)
  })

  it.each(engineNames)('of the %s engine asks for engine, version and adapter', (name) => {
    const here = environment(name, 'Node 20')
    const other = engineNames.find((each) => each !== name)!
    expect(sameEnvironment(here, environment(other, 'Node 20'))).toBe(false)
    expect(sameEnvironment(here, { ...here, engineVersion: '2' })).toBe(false)
    expect(sameEnvironment(here, { ...here, adapter: 'another' })).toBe(false)
    expect(sameEnvironment(here, { ...here, software: false, details: { ...here.details, driver: 'another' } })).toBe(true)
  })

  it('is the same question of a result and of the receipt that names its environment', () => {
    for (const name of engineNames) {
      const here = environment(name, 'Node 20')
      expect(sameEnvironment(here, identityOf(here)), name).toBe(true)
    }
  })
})
