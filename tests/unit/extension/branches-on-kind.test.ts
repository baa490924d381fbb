/** Where the source still asks which task or model it has, read from its text: everything else is read from a record. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { modelKinds } from '../../../src/science/models/model'
import { taskKinds } from '../../../src/science/tasks/task'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Places that compare with the name of one task or model, by file, and why no record can answer for them. */
const mayName: Readonly<Record<string, { readonly places: number; readonly why: string }>> = {
  'src/science/conclusions/controls.ts': { places: 2, why: 'a control is the sweep of one preset, so it names that preset’s task and model' },
}

/** Places that narrow a task to the fields of its family. */
const mayNarrow: Readonly<Record<string, string>> = {
  'src/science': 'draws, scores, measures or weighs features that keys do not have',
  'src/experiment': 'reads, sweeps or checks fields that keys do not have',
  'src/engine': 'draws features, or lays out all keys',
  'src/runner': 'writes or reads fields that keys do not have',
  'src/cli': 'prints fields that keys do not have',
  'src/dashboard': 'draws data that keys do not have',
}
/** At most so many of them, all rooms together; fewer is better, more needs a reason. */
const mostNarrowings = 36

const kinds = [...taskKinds, ...modelKinds].join('|')
const comparison = new RegExp(`[!=]==\\s*'(?:${kinds})'|'(?:${kinds})'\\s*[!=]==|case\\s+'(?:${kinds})'`, 'g')

/** Source without comments, by path. */
function sources(folder: string): [path: string, text: string][] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return sources(path)
    if (!/\.tsx?$/.test(entry.name)) return []
    return [[path, readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')]]
  })
}

const counts = (pattern: RegExp, skip: (path: string) => boolean): Record<string, number> => Object.fromEntries(
  sources('src').filter(([path]) => !skip(path)).flatMap(([path, text]) => {
    const found = [...text.matchAll(pattern)].filter(({ index }) => !/family\s*$/.test(text.slice(0, index)))
    return found.length === 0 ? [] : [[path, found.length]]
  }),
)

describe('which task or model it is', () => {
  it('is asked by name nowhere but where a name is meant', () => {
    const engines = /^src\/engine\// // its tables of kernels are counted by the compiler: engine/kernel-table.ts
    expect(counts(comparison, (path) => engines.test(path))).toEqual(Object.fromEntries(Object.entries(mayName).map(([path, { places }]) => [path, places])))
  })

  it('is narrowed to a family only where the fields of that family are read', () => {
    const found = counts(/\bisRecall\(/g, (path) => path === 'src/science/tasks/task.ts')
    expect(Object.keys(found).filter((path) => !Object.keys(mayNarrow).some((room) => path.startsWith(`${room}/`)))).toEqual([])
    expect(Object.values(found).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(mostNarrowings)
  })
})
