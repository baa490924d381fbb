/** `npm run scaling`: the law of width and depth fitted to a table of losses, and whether equal size gives equal loss by it. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseLossTable } from '../experiment/loss-table'
import { describeProblem, quoted } from '../experiment/problem'
import { describeUndetermined, lossTableCsv, lossTableText } from '../report/loss-table-text'
import { fittingLossTable, lossTableDraws } from '../science/conclusions/loss-table-fit'
import { allAtOnce } from '../science/in-pieces'
import { exitCode, type ExitCode } from './exit-code'
import type { Terminal } from './progress-text'

export const scalingUsage = `npm run scaling -- table.csv [--huber] [--format text|csv]
  a row for each trained network, with the columns width, depth, tokens and loss (docs/scaling-table.md)
  --huber        Huber's loss instead of least squares: few bad rows move it little; intervals by bootstrap only`

export function runScaling(words: readonly string[], output: Terminal, complaints: Terminal): ExitCode {
  const refuse = (...lines: readonly string[]): ExitCode => {
    complaints.write(`${lines.join('\n')}\n`)
    return exitCode.badInput
  }
  const asked = parseWords(words)
  if (typeof asked === 'string') return refuse(asked, '', scalingUsage)
  let text: string
  try {
    text = readFileSync(asked.path, 'utf8')
  } catch (error) { // the file system's entrance
    return refuse(`${quoted(asked.path)}: ${(error as Error).message}`)
  }
  const table = parseLossTable(text)
  if (!table.ok) return refuse(...table.error.map(describeProblem))
  const fit = allAtOnce(fittingLossTable(table.value.rows, { robust: asked.robust, draws: lossTableDraws, seed: 1 }))
  if (!fit.ok) return refuse('this table does not determine the law:', ...fit.error.map((lack) => `  ${describeUndetermined(lack)}`))
  output.write(asked.isCsv ? lossTableCsv(fit.value) : lossTableText(basename(asked.path), fit.value))
  return exitCode.done
}

function parseWords(words: readonly string[]): { path: string; robust: boolean; isCsv: boolean } | string {
  const paths: string[] = []
  let robust = false, isCsv = false
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--huber') robust = true
    else if (words[at] === '--format') {
      at += 1
      if (words[at] !== 'text' && words[at] !== 'csv') return '--format: allowed is text, csv'
      isCsv = words[at] === 'csv'
    } else if (words[at].startsWith('--')) return `${quoted(words[at])}: there is no such option`
    else paths.push(words[at])
  }
  return paths.length === 1 ? { path: paths[0], robust, isCsv } : 'one table is needed'
}
