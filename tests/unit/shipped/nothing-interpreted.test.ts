/** No text from outside is ever run: no evaluation in the sources, no markup from strings, only integers in shaders. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { compose } from '../../../src/engine/fused/compose'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const sources = ['src', 'workers', 'experiments'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|wgsl)$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name)))
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')

describe('the sources', () => {
  it.each([
    ['evaluate text as code', /\beval\s*\(|\bnew Function\b|\bFunction\s*\(|set(?:Timeout|Interval)\(\s*['"`]/],
    ['make markup from strings', /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|createContextualFragment/],
    ['name another host', /\bfetch\(\s*['"`]https?:|new (?:WebSocket|EventSource|XMLHttpRequest)\b|sendBeacon/],
  ])('nowhere %s', (_, pattern) => {
    expect(sources.length).toBeGreaterThan(150)
    expect(sources.filter((path) => pattern.test(withoutComments(readFileSync(path, 'utf8')))).map((path) => path.slice(root.length))).toEqual([])
  })
})

describe('a shader', () => {
  it('takes integers and nothing else', () => {
    const stage = (text: string) => [{ file: 'a.wgsl', text }]
    expect(compose(stage('let a = $N;'), { N: 7 }).code).toBe('let a = 7;')
    for (const value of [0.5, NaN, Infinity, 2 ** 31, '1; evil()' as unknown as number]) {
      expect(() => compose(stage('let a = $N;'), { N: value })).toThrow('must be an integer')
    }
    expect(() => compose(stage('let a = $M;'), { N: 1 })).toThrow('a.wgsl:1: unknown name M')
  })
})

describe('package.json', () => {
  it('pins every dependency to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
    expect(loose).toEqual([])
  })
})
