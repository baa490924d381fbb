import { describe, expect, it } from 'vitest'
import { readKernelsArguments, runKernels } from '../../../src/cli/kernels'

function print(line: string) {
  let output = '', complaints = ''
  const code = runKernels(line.split(' '), { write: (text) => { output += text } }, { write: (text) => { complaints += text } })
  return { code, output, complaints }
}

describe('npm run kernels', () => {
  it('prints a preset\'s kernels as they are compiled, with a marker where each file begins', () => {
    const { code, output } = print('pentagons --preview --engine webgpu')
    expect(code).toBe(0)
    expect(output).toMatch(/^\/\/ ==== persistent autoencoder: reconstruction of 5 features, width 2/)
    expect(output).toContain('// ---- persistent-autoencoder.wgsl ----')
    expect(output).toContain('// ---- stages/philox.wgsl ----\n// Philox4x32-7')
    expect(output).toContain('fn philox(counter: vec4u, key: vec2u) -> vec4u {')
    expect(output).not.toMatch(/\/\/@|\$\{/)
  })

  it('lists names, files, bindings and their bytes without the text', () => {
    const { code, output } = print('pentagons --preview --list')
    expect(code).toBe(0)
    expect(output).toContain('// binding 0 parameters: 60 bytes in a stack of one run') // W [5, 2] and b [5] of four bytes
    expect(output).not.toContain('fn philox')
  })

  it('says what is wrong with its words', () => {
    expect(readKernelsArguments(['a', '--list'])).toEqual({ experiment: 'a', preview: false, isList: true, adapter: 'software', subgroups: true })
    expect(print('pentagons --engine cpu').complaints).toContain('--engine cpu has no kernels to print: all runs share those of src/engine/cpu/assembly')
    expect(print('pentagons --engine gpu').complaints).toContain('--engine: received')
    expect(print('pentagons --adapter laptop').complaints).toContain('--adapter: received \'laptop\', allowed is software, hardware')
    expect(print('pentagons --lists').complaints).toContain('there is no such option')
    expect(print('a b').complaints).toContain('one preset, file or link is needed')
    expect(print('no-such-preset')).toMatchObject({ code: 2, output: '' })
  })
})
