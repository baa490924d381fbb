import { describe, expect, it } from 'vitest'
import { maxLossRows, parseLossTable } from '../../../src/experiment/loss-table'
import { describeProblem } from '../../../src/experiment/problem'

const rowsOf = (text: string) => {
  const read = parseLossTable(text)
  if (!read.ok) throw new Error(read.error.map(describeProblem).join('\n'))
  return read.value
}
const problemsOf = (text: string): readonly string[] => {
  const read = parseLossTable(text)
  return read.ok ? [] : read.error.map(describeProblem)
}

describe('a table of losses', () => {
  it('is read whatever its columns are called, in any order, with others among them', () => {
    const row = { width: 512, depth: 8, tokens: 2e10, loss: 3.25 }
    for (const text of [
      'width,depth,tokens,loss\n512,8,2e10,3.25',
      '\uFEFFLoss (nats); n_layer; d_model; Training tokens\r\n3.25; 8; 512; 20000000000\r\n',
      '# planted\n\nm\tl\tD\tL\n512\t8\t2.0E+10\t3.25\n\n# end',
      '"d","ℓ","tokens (seen)","val. loss"\n"512", "8" ,2e10,3.25',
    ]) expect(rowsOf(text)).toEqual({ rows: [row], leftOut: [] })
    expect(rowsOf('name,width,depth,tokens,loss,note\n"a, b",512,8,2e10,3.25,"said ""so"""').leftOut).toEqual(['name', 'note'])
  })

  it('tells d from D and l from L', () => {
    expect(rowsOf('D,d,L,l\n100,2,0.5,3').rows).toEqual([{ tokens: 100, width: 2, loss: 0.5, depth: 3 }])
  })

  it('reports every bad value at once, with line, column, what is allowed and what came', () => {
    expect(problemsOf('width,depth,tokens,loss\n512,8,2e10,3\n51.5,0,,NaN\n512,8,2 000,"3,1"\n-1,1e9,Infinity,-2')).toEqual([
      "line 3, width: received '51.5', allowed is a whole number from 1 to 1000000",
      "line 3, depth: received '0', allowed is a whole number from 1 to 10000",
      'line 3, tokens: received nothing, allowed is a number from 1 to 1e18',
      "line 3, loss: received 'NaN', allowed is a number above 0 and up to 1000",
      "line 4, tokens: received '2 000', allowed is a number from 1 to 1e18",
      "line 4, loss: received '3,1', allowed is a number above 0 and up to 1000",
      "line 5, width: received '-1', allowed is a whole number from 1 to 1000000",
      "line 5, depth: received '1e9', allowed is a whole number from 1 to 10000",
      "line 5, tokens: received 'Infinity', allowed is a number from 1 to 1e18",
      "line 5, loss: received '-2', allowed is a number above 0 and up to 1000",
    ])
  })

  it('reports columns that lack or are there twice, and rows of another length', () => {
    expect(problemsOf('width,d_model,loss\n1,1,1')).toEqual([
      "line 1, column 2: received 'd_model', allowed is one column of width (column 1, 'width', is read as width already)",
      expect.stringMatching(/^line 1: received 'width', 'd_model', 'loss', allowed is a column named 'depth' \(or layers, /),
      expect.stringMatching(/^line 1: received .* allowed is a column named 'tokens'/),
    ])
    expect(problemsOf('width,depth,tokens,loss\n1,2,3')).toEqual(['line 2: received 3 cells, allowed is 4 cells, as in line 1', 'line 2, loss: received nothing, allowed is a number above 0 and up to 1000'])
  })

  it('refuses nothing at all, names alone, and more rows than a page can fit', () => {
    expect(problemsOf(' \n')).toHaveLength(1)
    expect(problemsOf('width,depth,tokens,loss')).toEqual(['file: received no row, allowed is a row for each trained network under the names of the columns'])
    expect(problemsOf(`width,depth,tokens,loss\n${'1,1,1,1\n'.repeat(maxLossRows)}`)).toEqual([])
    expect(problemsOf(`width,depth,tokens,loss\n${'1,1,1,1\n'.repeat(maxLossRows + 1)}`)).toEqual([`file: received ${maxLossRows + 1} rows, allowed is at most ${maxLossRows} rows`])
  })

  it('is never read into something else, whatever the text: garbage gives problems', () => {
    for (const text of ['{"kind":"run"}', '"', 'width,depth,tokens,loss\n"', ',,,', '\u0000', 'width;depth,tokens\tloss\n1']) expect(parseLossTable(text).ok).toBe(false)
  })
})
