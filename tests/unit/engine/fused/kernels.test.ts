import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fusedRefusal } from '../../../../src/engine/fused/fused-engine'
import { composeKernel, kernelsOf } from '../../../../src/engine/fused/kernels'
import { tunings } from '../../../../src/engine/fused/tuning'
import { deepRuns } from '../../../engine/deep-runs'
import { laterRuns } from '../../../engine/later-runs'
import { tinyRuns } from '../../../engine/tiny-runs'

const { software, hardware } = tunings
const variants = [software, hardware, { ...software, persistentWeights: 0 }, { ...software, persistentWeights: 0, narrowWidth: 0, chunk: 3 }]
const runs = Object.entries({ ...tinyRuns, ...laterRuns, ...deepRuns }).filter(([, run]) => fusedRefusal(run, software) === null)
const kernels = runs.flatMap(([title, run]) => variants.flatMap((tuning) =>
  [true, false].flatMap((subgroups) => kernelsOf(run, tuning, subgroups, 1).kernels.map((kernel) => [`${kernel.label}, ${title}`, kernel] as const))))

describe('the kernels', () => {
  it.each(kernels)('have a buffer for every binding of their text, in order: %s', (_, kernel) => {
    const bound = [...composeKernel(kernel).code.matchAll(/@group\(0\) @binding\((\d+)\) var<[^>]+> (\w+):/g)]
    expect(bound.map(([, binding]) => Number(binding))).toEqual(bound.map((_each, index) => index))
    expect(bound.map(([, , name]) => name)).toEqual(kernel.buffers)
  })

  it.each(kernels)('define nothing twice: %s', (_, kernel) => {
    const names = [...composeKernel(kernel).code.matchAll(/^(?:fn|struct|const|alias|override|var<\w+>) ?(\w+)/gm)].map(([, name]) => name)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('use every file of the folder', () => {
    const folder = fileURLToPath(new URL('../../../../src/engine/fused', import.meta.url))
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.wgsl')).map((file) => file.replaceAll('\\', '/'))
    expect([...new Set(kernels.flatMap(([, { files: used }]) => used))].sort()).toEqual(files.sort())
  })
})
