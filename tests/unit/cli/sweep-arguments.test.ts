import { describe, expect, it } from 'vitest'
import { readSweepArguments } from '../../../src/cli/sweep-arguments'

const problemsOf = (line: string): string[] => readSweepArguments(line.split(' ')).problems.map(({ path }) => path)

describe('the words after npm run sweep', () => {
  it('give an experiment, a file, and what was left out its default', () => {
    expect(readSweepArguments(['pentagons', '--out', 'r.ndjson'])).toEqual({
      problems: [],
      read: {
        experiment: 'pentagons', out: 'r.ndjson', engine: 'auto', seeds: null, threads: null,
        preview: false, resume: false, parameters: false, extendRates: false,
      },
    })
  })

  it('may stand in any order, with an equals sign or without', () => {
    const { problems, read } = readSweepArguments('--seeds=3 --resume --engine cpu a.json --out=r.ndjson --preview --threads 2'.split(' '))
    expect(problems).toEqual([])
    expect(read).toMatchObject({ experiment: 'a.json', out: 'r.ndjson', engine: 'cpu', seeds: 3, threads: 2, resume: true, preview: true })
  })

  it('are all complained of at once', () => {
    expect(problemsOf('a b --engine gpu --seeds 0 --threads -1 --nonsense --resume --resume'))
      .toEqual(["'--nonsense'", '--resume', 'experiment', '--out', '--engine', '--seeds', '--threads'])
    expect(problemsOf('a --out')).toEqual(['--out'])
    expect(problemsOf('a --out --resume')).toEqual(['--out'])
    expect(problemsOf('a --out r --seeds 1025')).toEqual(['--seeds'])
    expect(problemsOf('a --out r --seeds 1e2')).toEqual(['--seeds'])
    expect(problemsOf('a --out r --preview=yes')).toEqual(["'--preview'"])
  })

  it('give what could be read even of a bad line, so that the experiment is checked too', () => {
    expect(readSweepArguments(['pentagons', '--seeds', 'x']).read).toMatchObject({ experiment: 'pentagons', out: null, seeds: null })
  })
})
