import { expect, it } from 'vitest'
import { catalogue } from '../../../experiments/index'
import { runCommand } from '../../../src/cli/commands'
import { exitCode } from '../../../src/cli/exit-code'

async function run(...words: readonly string[]) {
  let output = '', progress = ''
  const code = await runCommand(words, {
    output: { write: (text) => { output += text } }, progress: { write: (text) => { progress += text } }, cores: 1, now: () => 0,
    spawn: () => { throw new Error('nothing trains') }, onSignal() {},
  })
  return { code, output, progress }
}
const names = ['sweep', 'report', 'claims', 'verify', 'scaling', 'record']
const usages = (text: string): readonly string[] => names.filter((name) => text.includes(`npm run ${name} -- `))
const times = (text: string, part: string): number => text.split(part).length - 1

it.each(names)('%s --help prints how it is used and the presets, exits 0, and does nothing else', async (name) => {
  for (const words of [[name, '--help'], [name, '-h'], [name, 'pentagons', '--out', 'x', '--help']]) {
    const { code, output, progress } = await run(...words)
    expect([code, progress]).toEqual([exitCode.done, ''])
    expect(usages(output)).toEqual([name])
    for (const { id, title } of catalogue) expect(output).toMatch(new RegExp(`^  ${id} +${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'm'))
  }
})

it('help prints how every command is used, and exits 0', async () => {
  for (const word of ['help', '--help', '-h']) {
    const { code, output } = await run(word)
    expect([code, usages(output)]).toEqual([exitCode.done, names])
  }
})

it('names a command that does not exist, prints how each is used, and exits 2', async () => {
  for (const [words, said] of [[['train'], "there is no command 'train'"], [[], 'a command is needed']] as const) {
    const { code, output, progress } = await run(...words)
    expect([code, output, usages(progress)]).toEqual([exitCode.badInput, '', names])
    expect(progress).toContain(said)
  }
})

it.each(names)('%s names an option that does not exist, prints how it is used once, and exits 2', async (name) => {
  const { code, output, progress } = await run(name, '--nonsense')
  expect([code, output, usages(progress)]).toEqual([exitCode.badInput, '', [name]])
  expect(progress).toContain("'--nonsense'")
  expect(times(progress, `npm run ${name} -- `)).toBe(1)
})
