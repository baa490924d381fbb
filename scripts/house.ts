/**
 * What docs/house.md counts, of any commit: files and lines per room, largest file, comparisons with names of kinds, calls
 * that format a number. Generated files and the AssemblyScript are left out. Reads git only, so that it counts any commit alike.
 *   node scripts/run.mjs house [commit, default HEAD]
 */
import { execFileSync } from 'node:child_process'
import { root } from './install.mjs'

interface Source { readonly path: string; readonly text: string }

export function main([commit = 'HEAD']: readonly string[]): number {
  if (commit.startsWith('-')) {
    console.error('usage: node scripts/run.mjs house [commit]')
    return commit === '--help' ? 0 : 2
  }
  const git = (...args: readonly string[]): string => execFileSync('git', [...args], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })
  const source = git('ls-tree', '-r', '--name-only', commit, '--', 'src').split('\n')
    .filter((path) => /\.tsx?$/.test(path) && !/cpu\/assembly\/|\.generated\.ts$/.test(path))
    .map((path) => ({ path, text: git('show', `${commit}:${path}`) }))
  const linesOf = (text: string): number => text.split('\n').length - 1
  const largestOf = (files: readonly Source[]): Source => files.reduce((most, file) => (linesOf(file.text) > linesOf(most.text) ? file : most))

  const rooms = new Map<string, Source[]>()
  for (const file of source) {
    const room = file.path.split('/')[1]
    rooms.set(room, [...(rooms.get(room) ?? []), file])
  }
  console.log('| room | files | lines | largest file |\n| --- | --- | --- | --- |')
  for (const [room, files] of rooms) {
    const largest = largestOf(files)
    console.log(`| ${room} | ${files.length} | ${files.reduce((sum, { text }) => sum + linesOf(text), 0)} | ${linesOf(largest.text)} ${largest.path} |`)
  }

  const names = 'autoencoder|residual|recall|reconstruction|absolute-value|conjunction|webgpu|cpu|tfjs'
  const patterns = {
    'comparisons with a task, model or engine by name': new RegExp(`[=!]== '(?:${names})'|'(?:${names})' [=!]==|\\bcase '(?:${names})'`, 'g'),
    'calls that format a number': /\.(?:toFixed|toPrecision|toExponential|toLocaleString)\(/g,
  }
  for (const [what, pattern] of Object.entries(patterns)) {
    const counts = source.map(({ text }) => [...text.matchAll(pattern)].length).filter((count) => count > 0)
    console.log(`${what}: ${counts.reduce((sum, count) => sum + count, 0)} in ${counts.length} files`)
  }
  return 0
}
