/** What starts the command line and the page: scripts/install.mjs says what keeps them from being built. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { buildTrouble, placeTrouble } from '../../../scripts/install.mjs'

describe('a repository that cannot be built where it lies', () => {
  it.each<readonly [string, string | null, RegExp]>([
    ['# in its path', placeTrouble('/home/me/#1/lab/'), /path holds # or \?: move the repository/], ['? in its path', placeTrouble('/home/me/what?/lab/'), /path holds # or \?/],
    ['a disk that is read only', buildTrouble({ code: 'EROFS', path: '/lab/dist-cli' }), /cannot be written \(EROFS, \/lab\/dist-cli\)/],
    ['no right to write', buildTrouble({ message: '[plugin] EACCES: permission denied, mkdir' }), /cannot be written \(EACCES\)/],
    ['no dependencies', buildTrouble({ code: 'ERR_MODULE_NOT_FOUND' }), /run npm ci/],
  ])('is told in one sentence: %s', (_, said, expected) => {
    expect(said).toMatch(expected)
    expect(said!.split('\n')).toHaveLength(1)
  })

  it('is no matter of its place otherwise', () => {
    expect(placeTrouble('/home/me/a lab (copy)/')).toBeNull()
    expect(buildTrouble({ message: 'unexpected token' })).toBeNull()
  })

  it('a bad PORT too, in one sentence, before anything is built', () => {
    const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL('../../../scripts/start.mjs', import.meta.url))], { encoding: 'utf8', env: { ...process.env, PORT: 'abc' } })
    expect([status, stderr]).toEqual([2, 'PORT: received \'abc\', allowed is a whole number from 0 to 65535.\n'])
  })
})
