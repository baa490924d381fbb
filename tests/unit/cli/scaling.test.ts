import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exitCode } from '../../../src/cli/exit-code'
import { runScaling } from '../../../src/cli/scaling'

function run(...words: readonly string[]) {
  let output = '', complaints = ''
  const code = runScaling(words, { write: (text) => { output += text } }, { write: (text) => { complaints += text } })
  return { code, output, complaints }
}
const tableOf = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'superposition-lab-')), 'table.csv')
  writeFileSync(path, text)
  return path
}
const example = 'docs/scaling-table-planted.csv'

it('the example says that it is planted, and its fit holds the planted exponents in its intervals', () => {
  const { code, output } = run(example, '--format', 'csv')
  expect(code).toBe(exitCode.done)
  const rows = output.trim().split('\r\n').map((line) => line.split(','))
  for (const [symbol, truth] of [['E', 1.8], ['a_m', 1], ['a_ℓ', 1.1], ['a_D', 0.3]] as const) {
    const [, , , , value, low, high, drawnLow, drawnHigh] = rows.find(([name]) => name === symbol)!
    for (const [from, to] of [[low, high], [drawnLow, drawnHigh]]) {
      expect(Number(from)).toBeLessThan(truth)
      expect(Number(to)).toBeGreaterThan(truth)
    }
    expect(Number(value)).toBeGreaterThan(Number(low))
  }
  expect(rows.filter(([name]) => name === 'ln of measured over fitted loss')).toHaveLength(69)
})

it('says in a sentence whether equal size gives equal loss, and what each step costs', () => {
  const { output } = run(example)
  expect(output).toMatch(/By this fit equal size gives equal loss at some shapes and not at others: of the 12 steps from \(d, L\) to \(2d, L\/4\)/)
  expect(output).toMatch(/d 512 × L 12 to d 1\u2009?024 × L 3 costs 0\.\d+ of loss \(95% interval 0\.\d+ to 0\.\d+\), \d+\.\d% of it/)
  expect(output).toMatch(/d 2048 × L 6 to .*; beyond the table’s widths or depths/)
})

it('reports every problem of a table, and every reason why one does not determine the law, and exits 2', () => {
  const bad = run(tableOf('width,depth,tokens,loss\n0,1,1,1\n1,1,1,x\n'))
  expect([bad.code, bad.output]).toEqual([exitCode.badInput, ''])
  expect(bad.complaints.trim().split('\n')).toHaveLength(2)
  const oneDepth = run(tableOf(`width,depth,tokens,loss\n${[1, 2, 3, 4].flatMap((width) => [1, 2, 3].map((tokens) => `${width},8,${tokens},1`)).join('\n')}\n`))
  expect([oneDepth.code, oneDepth.output]).toEqual([exitCode.badInput, ''])
  expect(oneDepth.complaints).toContain('depth: the table has 1 different value, the law needs at least 3')
  expect(run('no-such-file.csv').code).toBe(exitCode.badInput)
})
