/** The import rule of ARCHITECTURE.md, read from the imports themselves. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { choiceNames, engineNames } from '../src/protocol/engines'
import { failureKinds } from '../src/protocol/failures'

const root = fileURLToPath(new URL('..', import.meta.url))

/** For each room, the rooms it may import from (itself included). */
const mayImport: Record<string, readonly string[]> = {
  science: ['science'],
  report: ['science', 'experiment', 'report'],
  experiment: ['science', 'experiment'],
  protocol: ['science', 'experiment', 'protocol'],
  engine: ['science', 'experiment', 'protocol', 'engine'],
  workers: ['science', 'experiment', 'protocol', 'engine', 'report', 'runner', 'workers'],
  experiments: ['science', 'experiment', 'experiments'],
  runner: ['science', 'experiment', 'protocol', 'report', 'runner'],
  dashboard: ['science', 'experiment', 'protocol', 'report', 'runner', 'dashboard'],
  cli: ['science', 'experiment', 'protocol', 'engine', 'report', 'runner', 'experiments', 'workers', 'cli'],
  main: ['science', 'experiment', 'protocol', 'engine', 'report', 'runner', 'dashboard', 'experiments', 'workers', 'main'],
}

/** The rooms inside science, lowest first: each may import those before it. */
const scienceRooms = [
  'random', 'linear-algebra', 'theory', 'statistics', 'data', 'tasks', 'models', 'training', 'metrics', 'conclusions', 'verdict', 'summary', 'claims',
] as const
/** Beside them, what every room of science may use. */
const scienceCommons: readonly string[] = ['invariant', 'in-pieces', 'criteria']

const heavy: readonly [RegExp, string][] = [
  [/^@tensorflow\//, 'engine'],
  [/^plotly\.js/, 'dashboard'],
  [/^uplot/, 'dashboard'],
  [/^preact|^@preact\//, 'dashboard'],
]

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return path === join('src', 'engine', 'cpu', 'assembly') ? [] : sourceFiles(path)
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : []
  })
}

const roomOf = (path: string): string => {
  const [top, second] = path.split(/[\\/]/)
  if (top !== 'src') return top
  return /^(main|gallery)\.tsx?$/.test(second) ? 'main' : second
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const found = [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|new URL\(\s*)['"]([^'"]+)['"]/g)].map((match) => match[1])
  return [...new Set(found)]
}

function resolveImport(from: string, specifier: string): string | null {
  const target = relative(root, resolve(root, dirname(from), specifier.replace(/\?.*$/, '')))
  return files.find((file) => [`${target}.ts`, `${target}.tsx`, target, join(target, 'index.ts')].includes(file)) ?? null
}

const files = [...sourceFiles('src'), ...sourceFiles('workers'), ...sourceFiles('experiments')]

describe('the import rule', () => {
  it('lets an arrow point only where ARCHITECTURE.md draws one', () => {
    const refused = files.flatMap((file) =>
      importsOf(file).flatMap((specifier) => {
        const room = roomOf(file)
        if (specifier.startsWith('.')) {
          const target = roomOf(relative(root, resolve(root, dirname(file), specifier)))
          const allowed = mayImport[room]
          return allowed === undefined || (target in mayImport && !allowed.includes(target)) ? [`${file} -> ${specifier}`] : []
        }
        const rule = heavy.find(([pattern]) => pattern.test(specifier))
        return rule && room !== rule[1] && room !== 'main' ? [`${file} -> ${specifier}`] : []
      }),
    )
    expect(files.length).toBeGreaterThan(10)
    expect(refused).toEqual([])
  })

  it('lets a room inside science import only the rooms below it', () => {
    const rooms: readonly string[] = scienceRooms
    const placeIn = (path: string): { readonly room: string; readonly name: string } | null => {
      const [top, second, room, ...rest] = path.replace(/\.(ts|json)$/, '').split(/[\\/]/)
      return top === 'src' && second === 'science' ? { room, name: [room, ...rest].join('/') } : null
    }
    const upward = new Set<string>()
    for (const file of files) {
      const from = placeIn(file)
      if (from === null) continue
      for (const specifier of importsOf(file).filter((name) => name.startsWith('.'))) {
        const to = placeIn(relative(root, resolve(root, dirname(file), specifier)))
        if (to === null || to.room === from.room || scienceCommons.includes(to.room)) continue
        const isBelow = rooms.includes(from.room) && rooms.includes(to.room) && rooms.indexOf(to.room) < rooms.indexOf(from.room)
        if (!isBelow) upward.add(`${from.name} -> ${to.room}`)
      }
    }
    expect([...upward]).toEqual([])
  })

  it('has no circular import', () => {
    const state = new Map<string, 'open' | 'closed'>()
    const cycles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'closed') return
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
        return
      }
      state.set(file, 'open')
      for (const specifier of importsOf(file)) {
        const target = specifier.startsWith('.') ? resolveImport(file, specifier) : null
        if (target) visit(target, [...path, file])
      }
      state.set(file, 'closed')
    }
    for (const file of files) visit(file, [])
    expect(cycles).toEqual([])
  })

  it('has rooms with names, none of them a junk room', () => {
    const junk = files.filter((file) => /(^|[\\/])(utils?|helpers?|common|types|managers?)(\.tsx?$|[\\/])/.test(file))
    expect(junk).toEqual([])
  })
})

describe('the table of engines', () => {
  it('is asked by everybody: nothing compares an engine or a kind of failure with a name of its own', () => {
    const names = [...engineNames, ...choiceNames.filter((choice) => choice !== 'auto'), ...failureKinds].map((name) => `'${name}'`).join('|')
    const compared = new RegExp(`[!=]==? *(?:${names})|(?:${names}) *[!=]==? `)
    const found = files.flatMap((file) =>
      readFileSync(join(root, file), 'utf8').split('\n').flatMap((line, at) => (compared.test(line) ? [`${file}:${at + 1}`] : [])))
    expect(found).toEqual([])
  })
})
