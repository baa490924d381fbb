import { describe, expect, it } from 'vitest'
import { compose, describeMessages, withFileMarkers } from '../../../../src/engine/fused/compose'

const stages = [
  { file: 'head.wgsl', text: 'const N = ${N}u;\n' },
  { file: 'sum.wgsl', text: 'fn sum() -> u32 {\n  //@ for j in 0..N\n  let a$j = ${j}u;\n  //@ end\n//@ if WIDE\n  let wide = 1;\n//@ else\n  let narrow = 1;\n//@ end\n  return a0;\n}\n' },
]

describe('a composed kernel', () => {
  const composed = compose(stages, { N: 2, WIDE: 0 })

  it('is its stages in order, loops unrolled, branches chosen, integers put in', () => {
    expect(composed.code).toBe('const N = 2u;\nfn sum() -> u32 {\n  let a0 = 0u;\n  let a1 = 1u;\n  let narrow = 1;\n  return a0;\n}')
  })

  it('knows of every line the file and the line that it came from', () => {
    expect(composed.origins.map(({ file, line }) => `${file}:${line}`))
      .toEqual(['head.wgsl:1', 'sum.wgsl:1', 'sum.wgsl:3', 'sum.wgsl:3', 'sum.wgsl:8', 'sum.wgsl:10', 'sum.wgsl:11'])
  })

  it('puts the file and line of its source before what a compiler says of one of its lines', () => {
    expect(describeMessages(composed, [{ lineNum: 5, message: 'unused' }, { lineNum: 0, message: 'no entry point' }]))
      .toEqual(['sum.wgsl:8: unused\n  let narrow = 1;', 'no entry point'])
  })

  it('is printed with a marker where each file begins', () => {
    expect(withFileMarkers(composed)).toBe(`// ---- head.wgsl ----\nconst N = 2u;\n// ---- sum.wgsl ----\n${composed.code.split('\n').slice(1).join('\n')}`)
  })

  it.each([
    ['a.wgsl:2: a directive closes nothing', 'let a = 1;\n//@ end'],
    ['a.wgsl:1: for without end', '//@ for j in 0..2\nlet a = 1;'],
    ['a.wgsl:1: if without end', '//@ if N\nlet a = 1;'],
    ['a.wgsl:2: unknown directive', 'let a = 1;\n//@ while N'],
    ['a.wgsl:3: unknown name M', 'let a = 1;\n\nlet b = $M;'],
  ])('of a broken stage is refused by file and line: %s', (message, text) => {
    expect(() => compose([{ file: 'a.wgsl', text }], { N: 1 })).toThrow(message)
  })
})
