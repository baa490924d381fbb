/**
 * What docs/house.md counts, of any commits side by side: files and lines per room, largest file, comparisons with names of
 * kinds, calls that format a number. Generated files and the AssemblyScript are left out. Reads git only, so that it counts any
 * commit alike.
 *   node scripts/run.mjs house [commit …, default HEAD]
 */
import { execFileSync } from 'node:child_process'
import { root } from './install.mjs'

interface Source { readonly path: string; readonly text: string }

const git = (...args: readonly string[]): string => execFileSync('git', [...args], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })
const linesOf = ({ text }: Source): number => text.split('\n').length - 1

const names = 'autoencoder|residual|recall|reconstruction|absolute-value|conjunction|webgpu|cpu|tfjs'
const patterns = {
  'comparisons with a task, model or engine by name': new RegExp(`[=!]== '(?:${names})'|'(?:${names})' [=!]==|\\bcase '(?:${names})'`, 'g'),
  'calls that format a number': /\.(?:toFixed|toPrecision|toExponential|toLocaleString)\(/g,
}

/** Rows of the table, by name. */
function count(commit: string): ReadonlyMap<string, string> {
  const source = git('ls-tree', '-r', '--name-only', commit, '--', 'src').split('\n')
    .filter((path) => /\.tsx?$/.test(path) && !/cpu\/assembly\/|\.generated\.ts$/.test(path))
    .map((path): Source => ({ path, text: git('show', `${commit}:${path}`) }))
  const size = (files: readonly Source[]): string => `${files.length} files, ${files.reduce((sum, file) => sum + linesOf(file), 0)} lines`
  const roomOf = ({ path }: Source): string => path.split('/')[1].replace(/^spec$/, 'experiment')
  const rooms = [...new Set(source.map(roomOf))].sort().map((room): [string, string] => {
    const files = source.filter((file) => roomOf(file) === room)
    const largest = files.reduce((most, file) => (linesOf(file) > linesOf(most) ? file : most))
    return [room, `${size(files)}; ${linesOf(largest)} ${largest.path.slice('src/'.length)}`]
  })
  const found = Object.entries(patterns).map(([what, pattern]): [string, string] => {
    const counts = source.map(({ text }) => [...text.matchAll(pattern)].length).filter((many) => many > 0)
    return [what, `${counts.reduce((sum, many) => sum + many, 0)} in ${counts.length} files`]
  })
  return new Map([...rooms, ['all', size(source)], ...found])
}

export function main(commits: readonly string[]): number {
  if (commits.some((commit) => commit.startsWith('-'))) {
    console.error('usage: node scripts/run.mjs house [commit …]')
    return commits[0] === '--help' ? 0 : 2
  }
  const shown = commits.length > 0 ? commits : ['HEAD'], counted = shown.map(count)
  const last = ['all', ...Object.keys(patterns)]
  const rooms = [...new Set(counted.flatMap((rows) => [...rows.keys()]))].filter((name) => !last.includes(name)).sort()
  console.log(`| room | ${shown.join(' | ')} |\n${'| --- '.repeat(shown.length + 1)}|`)
  for (const name of [...rooms, ...last]) console.log(`| ${name} | ${counted.map((rows) => rows.get(name) ?? '–').join(' | ')} |`)
  return 0
}
