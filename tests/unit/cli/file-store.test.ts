/** What a results file does beside what every store guarantees (tests/unit/runner/keeping/sweep-store.test.ts): what it never touches. */
import type * as FileSystem from 'node:fs'
import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openFileStore, refusalOf, type Existing } from '../../../src/cli/file-store'
import { recordsJson } from '../../../src/runner/exports/export'
import { system, where } from '../../system'
import { checkpointAt, finished, first, plan, savedPlan } from '../runner/keeping/saved-fixtures'

/** What the disk is asked to do, in order. */
const disk = vi.hoisted(() => ({ log: [] as string[] }))
vi.mock('node:fs', async (original) => {
  const real = await original<typeof FileSystem>()
  return {
    ...real,
    fsyncSync(file: number) {
      disk.log.push('flush')
      real.fsyncSync(file)
    },
    rmSync(...of: Parameters<typeof real.rmSync>) {
      if (String(of[0]).endsWith('.checkpoint')) disk.log.push('remove')
      real.rmSync(...of)
    },
  }
})

const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-store-'))
const path = join(folder, 'results.ndjson')
const now = (): number => 0
const open = (existing: Existing = 'resume', of = plan) => openFileStore(path, of, { existing, parameters: false, now })
const text = (): string => readFileSync(path, 'utf8')
const lines = (): readonly { kind: string; id?: string }[] => text().trimEnd().split('\n').map((line) => JSON.parse(line))
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function saved(existing: Existing = 'resume'): Promise<void> {
  const store = open(existing)
  expect(await store.lock()).toBeNull()
  await store.append(finished(0))
  await store.saveCheckpoint(checkpointAt(300))
  store.close()
}

describe('what a sweep is asked to write to', () => {
  const notes = 'my notes, line 1\nkeep this last line'
  it.each([
    ['a user’s text', notes], ['an experiment', '{"title":"tiny"}'], ['the page’s JSON export', recordsJson([finished(0)], { link: '#1.x.0', parameters: false })],
    ['a text that a run was added to', `${notes}\n{"kind":"run","format":1,"id":"0"}\n`],
  ])('is left as it was, to the byte and alone in its folder, where it is %s', async (_, content) => {
    for (const existing of ['refuse', 'resume', 'replace'] as const) {
      writeFileSync(path, content)
      expect(refusalOf(path, existing, now)).toMatchObject({ kind: 'foreign' })
      const store = open(existing)
      expect(await store.lock()).toMatchObject({ kind: 'foreign' })
      expect(await store.append(finished(0))).toMatchObject({ kind: 'failed' })
      store.close()
      expect([text(), readdirSync(folder)]).toEqual([content, ['results.ndjson']])
    }
    expect(await open().load()).toMatchObject({ ok: false })
  })

  it('is left as it was where a folder, a link or a file of others lies beside it', async () => {
    for (const theirs of ['results.ndjson.lock', 'results.ndjson.checkpoints']) {
      for (const make of [
        (place: string) => writeFileSync(place, 'theirs'),
        (place: string) => { mkdirSync(place); writeFileSync(join(place, 'theirs'), '') },
        ...(system.symbolicLinks.isHere ? [(place: string) => symlinkSync(tmpdir(), place)] : []),
      ]) {
        make(join(folder, theirs))
        expect(await open().lock()).toMatchObject({ kind: 'foreign' })
        expect(readdirSync(folder)).toEqual([theirs])
        rmSync(join(folder, theirs), { recursive: true })
      }
    }
  })

  where('symbolicLinks')('is one file by whatever name: links lead to the same lock, side files lie beside the file itself', async () => {
    const store = open()
    expect(await store.lock()).toBeNull()
    const link = join(folder, 'link.ndjson'), folderLink = `${folder}-link`
    symlinkSync(path, link)
    symlinkSync(folder, folderLink)
    const named = (place: string) => openFileStore(place, plan, { existing: 'resume', parameters: false, now })
    for (const place of [link, join(folderLink, 'results.ndjson')]) expect(await named(place).lock()).toMatchObject({ kind: 'held' })
    store.close()
    const throughLink = named(link)
    expect(await throughLink.lock()).toBeNull()
    await throughLink.append(finished(0))
    await throughLink.saveCheckpoint(checkpointAt(300))
    throughLink.close()
    expect(readdirSync(folder).sort()).toEqual(['link.ndjson', 'results.ndjson', 'results.ndjson.checkpoints'])
    expect(lines()).toHaveLength(1)
    rmSync(folderLink)
  })

  it('has no other name, which another sweep could write by or a copy be kept under', async () => {
    await saved()
    linkSync(path, join(folder, 'backup.ndjson'))
    expect(refusalOf(path, 'resume', now)).toMatchObject({ kind: 'foreign', message: expect.stringContaining('hard link') })
    expect(await open().lock()).toMatchObject({ kind: 'foreign' })
    expect(refusalOf(join(folder, 'backup.ndjson'), 'resume', now)).toMatchObject({ kind: 'foreign' })
  })

  where('symbolicLinks')('is no link to nothing', () => {
    symlinkSync(join(folder, 'nowhere'), path)
    expect(refusalOf(path, 'resume', now)).toEqual({ kind: 'foreign', message: 'not a regular file' })
  })

  where('deviceFiles')('is nothing that a process has open', () => {
    for (const place of ['/dev/stdout', '/dev/stderr', '/dev/fd/1', '/dev/null', '/dev/../dev/stdout']) expect(refusalOf(place, 'refuse', now), place).toMatchObject({ kind: 'foreign' })
  })

  it('must be a regular file', async () => {
    mkdirSync(path)
    expect(await open().lock()).toEqual({ kind: 'foreign', message: 'not a regular file' })
  })

  where('deviceFiles')('is no device, which would take all and keep nothing', () => {
    expect(refusalOf('/dev/zero', 'resume', now)).toEqual({ kind: 'foreign', message: 'not a regular file' })
  })

  it('is named with what the system says where it cannot be written', async () => {
    const store = openFileStore(join(folder, 'nowhere', 'results.ndjson'), plan, { existing: 'refuse', parameters: false, now })
    expect(await store.lock()).toMatchObject({ kind: 'failed', message: expect.stringContaining('ENOENT') })
  })
})

describe('results that are in the file already', () => {
  it('are not written to where that was not asked for, continued where it was, and replaced with their checkpoints where all is to be trained again', async () => {
    await saved()
    const before = text()
    expect(await open('refuse').lock()).toMatchObject({ kind: 'foreign', message: expect.stringContaining('something already') })
    expect(text()).toBe(before)
    const resumed = open('resume')
    await resumed.lock()
    expect(await resumed.load()).toMatchObject({ ok: true, value: { records: [{ id: finished(0).id }], checkpoints: [{}] } })
    resumed.close()
    const again = open('replace')
    await again.lock()
    expect(await again.load()).toEqual({ ok: true, value: { records: [], checkpoints: [], findings: [] } })
    again.close()
    expect([text(), readdirSync(folder)]).toEqual(['', ['results.ndjson']])
  })

  it('of a killed sweep are found by the next one: its torn line is cut, its checkpoint stays', async () => {
    await saved()
    writeFileSync(path, `${text()}${text().slice(0, 90)}`)
    const store = open()
    await store.lock()
    expect(await store.load()).toMatchObject({ ok: true, value: { records: [{}], checkpoints: [{}], findings: [{ kind: 'torn-run' }] } })
    await store.append(finished(1))
    store.close()
    expect(lines().map(({ id }) => id)).toEqual([finished(0).id, finished(1).id])
  })

  it('and checkpoints of a file that was deleted are no part of a new one', async () => {
    await saved()
    rmSync(path)
    const store = open()
    await store.lock()
    expect(await store.load()).toEqual({ ok: true, value: { records: [], checkpoints: [], findings: [] } })
    store.close()
    expect(readdirSync(folder)).toEqual(['results.ndjson'])
  })

  it('of other experiments stay, are left out, and are counted', async () => {
    await saved()
    const other = savedPlan('another', 1, 500)
    const store = open('resume', other)
    await store.lock()
    expect(await store.load()).toEqual({ ok: true, value: { records: [], checkpoints: [], findings: [{ kind: 'runs-of-other-sweeps', runs: 1 }, { kind: 'foreign-checkpoint' }] } })
    await store.append(finished(0, 0.5, other))
    store.close()
    expect(lines().map(({ id }) => id)).toEqual([finished(0).id, other.runs[0].id])
  })

  it('end with one summary, however often nothing new is trained', async () => {
    const summary = '{"kind":"summary","format":1,"experimentId":"a"}'
    for (const added of [finished(0), null, null, finished(1)]) {
      const store = open()
      await store.lock()
      if (added !== null) await store.append(added)
      expect(await store.appendSummary(summary)).toBeNull()
      store.close()
    }
    expect(lines().map(({ kind }) => kind)).toEqual(['run', 'summary', 'run', 'summary'])
  })

  it('are on the disk before the checkpoint that led to them goes', async () => {
    const store = open()
    await store.lock()
    await store.saveCheckpoint(checkpointAt(300))
    for (const { index } of first.runs) await store.append(finished(index))
    disk.log.length = 0
    expect(await store.dropCheckpoints([first.id])).toBeNull()
    store.close()
    expect(disk.log).toEqual(['flush', 'remove'])
  })

  it('are on the disk, checkpoints that were held back included, after a flush', async () => {
    let time = 0
    const store = openFileStore(path, plan, { existing: 'refuse', parameters: false, now: () => (time += 1) })
    await store.lock()
    for (const step of [300, 400]) await store.saveCheckpoint(checkpointAt(step))
    const stepOf = async () => { const loaded = await open().load(); return loaded.ok && loaded.value.checkpoints[0].checkpoint.state.step }
    expect(await stepOf()).toBe(300)
    expect(await store.flush()).toBeNull()
    expect(await stepOf()).toBe(400)
    expect(await store.dropCheckpoints([first.id])).toBeNull()
    store.close()
    expect(readdirSync(folder)).toEqual(['results.ndjson'])
  })
})
