/** Kinds decide, words describe: no wording can reach a verdict. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { claimTexts } from '../../../src/report/claims/claim-texts'
import { claimIds } from '../../../src/science/claims/registry'
import { type Summary, summarise } from '../../../src/science/summary'
import { fullShapes, noteShapes, plantedCount, plantedRuns } from '../science/planted-runs'

const science = fileURLToPath(new URL('../../../src/science', import.meta.url))
const files = (readdirSync(science, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts'))

const sweeps: readonly Summary[] = [
  ...[[2, 1], [1, 1], [1, 0], [1.5, 1]].map(([a, b]) => summarise(plantedRuns({
    shapes: fullShapes, seeds: 3, count: plantedCount(a, b, 0.05), noise: 0.05, scalars: { participationRatio: 1.4, participationRatioNull: 3, ablationLoss: 0.5, crossLayerShare: 0.2 },
  }))),
  summarise(plantedRuns({ shapes: noteShapes, seeds: 4, count: () => 950, learningRates: [0.02, 0.04], lateImprovement: 0.1, noise: 0.01, task: { kind: 'recall', featureCount: 1000 } })),
  summarise(plantedRuns({ shapes: noteShapes, seeds: 1, count: plantedCount(2, 1), task: { kind: 'absolute-value', featureCount: 8000, sparsity: 0.9, importance: { kind: 'uniform' } } })),
  summarise([]),
]

/** Every string of a value, by where it stands. What a control's record says of its origin was written by another run. */
function strings(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (value === null || typeof value !== 'object' || path.endsWith('.recorded')) return []
  return Object.entries(value).flatMap(([key, inner]) => strings(inner, `${path}.${key}`))
}

test('a verdict holds kinds, keys of rows and numbers, and no sentence that could be reworded', () => {
  for (const { rows, ...summary } of sweeps) {
    const keys = new Set(rows.map(({ key }) => key))
    const prose = [...strings(summary), ...strings(rows.map(({ flags }) => flags))].filter(([path, text]) => !keys.has(text) && !path.endsWith('.setting') && !/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(text))
    expect(prose).toEqual([])
  }
})

test('science imports no text, and asks no sentence what it says', () => {
  const offenders = files.flatMap((name) => readFileSync(join(science, name), 'utf8').split('\n').flatMap((line, at) => {
    const readsProse = /\b(reason|method|message|sentence|words|label|text)\b(\.\w+)?\.(includes|startsWith|endsWith|match)\(/.test(line)
    const writesProse = /(function|const) \w*(Words|Sentence|Text)\b/.test(line) && !line.includes('streamWords')
    return readsProse || writesProse || /from '[^']*\/report\//.test(line) ? [`${name}:${at + 1}: ${line.trim()}`] : []
  }))
  expect(files.length).toBeGreaterThan(80)
  expect(offenders).toEqual([])
})

test('every claim has its text, and no text is of a claim that is gone', () => {
  expect(Object.keys(claimTexts).sort()).toEqual([...claimIds].sort())
  for (const id of claimIds) for (const part of [claimTexts[id].says, claimTexts[id].source, claimTexts[id].expected]) expect(part.length).toBeGreaterThan(10)
})
