import { describe, expect, it } from 'vitest'
import { maxFileCharacters, maxJsonDepth } from '../../../src/experiment/limits'
import { parseJsonText } from '../../../src/experiment/json-text'

const sound = [
  'null', 'true', ' [ ] ', '{}', '[1,-2.5e3,0.1,1E+2,-0]', '"a\\u0041\\n\\"\\\\"', '{"a":{"b":[{}, [], "x"]}, "c": null}', '"\u2028 \u{1f600}"',
]
const faulty = [
  '', ' ', 'nul', '[1,]', '[,1]', '{"a":1,}', '{a:1}', "{'a':1}", '{"a" 1}', '01', '1.', '.5', '+1', 'NaN', 'Infinity', '-', '"a', '"\t"', '"\\x41"',
  '[1 2]', '{"a":1 "b":2}', '{} {}', ']', '[', '{', '{"a"', '{"a":', '\ufeff{}', '// c\n{}',
]

describe('reading JSON text', () => {
  it.each(sound)('reads %s as JSON.parse does', (text) => {
    expect(parseJsonText(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown })
  })

  it.each(faulty)('refuses %j, which JSON.parse refuses', (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow()
    const read = parseJsonText(text)
    expect(read.ok ? null : read.error.map(({ path }) => path)).toEqual(['file'])
  })

  it('says where the text breaks off', () => {
    const read = parseJsonText('{"task": {"kind": ')
    expect(read.ok ? '' : read.error[0]).toEqual({ path: 'file', allowed: 'JSON, with a JSON value at line 1, character 19', received: 'the end of the text' })
  })

  it('counts lines as an editor does, and knows a comma too many', () => {
    const read = parseJsonText('{\n  "a": [1,\n    2,\n  ]\n}')
    expect(read.ok ? '' : read.error[0]).toEqual({
      path: 'file', allowed: 'JSON, with a JSON value at line 4, character 3', received: "']\\n}'", reason: 'the comma before it is one too many',
    })
    expect(parseJsonText(' \n')).toMatchObject({ error: [{ received: 'nothing' }] })
  })

  it('reports each name that comes twice, at any depth, also prototype names and escaped spellings', () => {
    const read = parseJsonText('{"a":1,"\\u0061":2,"b":{"__proto__":1,"__proto__":2},"c":1}')
    expect(read.ok ? [] : read.error.map(({ received }) => received.replace(/ at .*/, ''))).toEqual(["'a' again", "'__proto__' again"])
  })

  it('keeps __proto__ an own field', () => {
    const read = parseJsonText('{"__proto__":{"polluted":true}}')
    expect(read.ok && Object.keys(read.value as object)).toEqual(['__proto__'])
    expect(read.ok && (read.value as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('stops at the caps of nesting and size', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(parseJsonText(nested(maxJsonDepth)).ok).toBe(true)
    expect(parseJsonText(nested(maxJsonDepth + 1)).ok).toBe(false)
    expect(parseJsonText(nested(100_000)).ok).toBe(false)
    expect(parseJsonText(`"${'x'.repeat(maxFileCharacters)}"`).ok).toBe(false)
  })
})
