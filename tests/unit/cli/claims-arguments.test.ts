import { describe, expect, it } from 'vitest'
import { presetsWithClaims, readClaimsArguments } from '../../../src/cli/claims-arguments'
import { commandOf, mergeSections, reportText, type ReportSection } from '../../../src/cli/claims-report'

describe('what npm run claims is asked for', () => {
  it('is every preset that has claims, in preview form, when nothing is said', () => {
    expect(readClaimsArguments([])).toEqual({
      problems: [],
      read: { presets: presetsWithClaims, full: false, seeds: null, engine: 'auto', threads: null, resume: false, judge: false },
    })
  })

  it('takes presets in any order, the controls as one word, and its options', () => {
    expect(readClaimsArguments(['controls', 'pentagons', '--full', '--seeds', '4', '--engine', 'cpu', '--threads', '1', '--resume'])).toEqual({
      problems: [],
      read: { presets: presetsWithClaims.filter((preset) => ['law-of-recall', 'neurons-bind', 'pentagons'].includes(preset)), full: true, seeds: 4, engine: 'cpu', threads: 1, resume: true, judge: false },
    })
  })

  it('names every problem at once', () => {
    const { problems } = readClaimsArguments(['nonsense', 'and-of-neighbours', '--quick', '--seeds', '0', '--engine', 'abacus'])
    const paths = problems.map(({ path }) => path)
    expect(paths).toHaveLength(5)
    expect(paths.slice(0, 2)).toEqual(['preset', 'preset'])
    expect(paths).toEqual(expect.arrayContaining(['--seeds', '--engine', expect.stringContaining('--quick')]))
    expect(problems[1].reason).toBe('no claim is about this preset yet')
  })
})

describe('the report', () => {
  const section = (preset: string, form: 'preview' | 'full', measured: string, met: boolean | null = true): ReportSection => ({
    preset, form, seeds: 2, link: '#1.abc.0123456789ab', command: commandOf(preset, { full: form === 'full', seeds: null }, 'cpu'), date: '2026-11-21',
    engine: 'cpu 1', adapter: 'a CPU', runs: { planned: 2, finished: 1, diverged: 1 },
    claims: [{ id: 'a', says: 'Pentagons | form.', source: 'S', expected: 'E', measured, met }],
  })
  const order = ['first', 'second']

  it('replaces what is trained again, keeps the rest, full forms before previews, and drops presets that have no claims', () => {
    const merged = mergeSections([section('second', 'preview', 'old'), section('gone', 'full', 'x')], [section('second', 'preview', 'new'), section('second', 'full', 'f'), section('first', 'preview', 'p')], order)
    expect(merged.map(({ preset, form, claims }) => [preset, form, claims[0].measured])).toEqual([['first', 'preview', 'p'], ['second', 'full', 'f'], ['second', 'preview', 'new']])
  })

  it('says of each claim whether it was met, missed or undecided, counts them, and keeps tables whole', () => {
    const text = reportText([section('first', 'full', 'm1'), section('second', 'full', 'm2', false), section('second', 'preview', 'm3', null)])
    expect(text).toContain('3 claims: 1 met, 1 missed, 1 that these runs cannot tell.')
    expect(text).toContain('| Pentagons \\| form. | S | E | m2 | **missed** |')
    expect(text).toContain('1 of 2 runs finished, 1 diverged; engine cpu 1 on a CPU; 2026-11-21. Again: `npm run claims -- first --full --engine cpu`')
  })
})
