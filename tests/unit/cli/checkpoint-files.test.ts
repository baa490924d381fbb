import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openCheckpointFiles } from '../../../src/cli/checkpoint-files'
import { where } from '../../system'
import { checkpointAt, first, plan, second } from '../runner/keeping/saved-fixtures'

const root = mkdtempSync(join(tmpdir(), 'superposition-lab-checkpoints-'))
const folder = join(root, 'results.ndjson.checkpoints')
const open = (now: () => number = () => 0) => openCheckpointFiles(folder, now)
const stepsIn = () => open().read(plan).checkpoints.map(({ checkpoint }) => checkpoint.state.step)
beforeEach(() => rmSync(folder, { recursive: true, force: true }))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('checkpoints beside a results file', () => {
  it('go with the folder when the last of them is dropped, and only after what had to be safe before', () => {
    const files = open()
    files.save(checkpointAt(300))
    files.save(checkpointAt(400, second))
    const left: number[] = []
    files.drop([first.id], () => left.push(...stepsIn()))
    expect(left.sort()).toEqual([300, 400])
    expect(stepsIn()).toEqual([400])
    files.drop([first.id, second.id], () => undefined)
    expect(existsSync(folder)).toBe(false)
    files.drop([first.id], () => { throw new Error('nothing is dropped') })
  })

  it('are known for torn or damaged, whatever the length', () => {
    open().save(checkpointAt(300))
    const path = join(folder, readdirSync(folder)[0])
    const whole = readFileSync(path)
    for (let length = 0; length < whole.length; length += 97) {
      writeFileSync(path, whole)
      truncateSync(path, length)
      expect(open().read(plan)).toEqual({ checkpoints: [], damaged: 1, foreign: 0 })
    }
    const altered = Buffer.from(whole)
    altered[whole.length >> 1] ^= 1
    writeFileSync(path, altered)
    expect(open().read(plan)).toEqual({ checkpoints: [], damaged: 1, foreign: 0 })
  })

  it('that a kill left half written are passed over, and removed by the next writer', () => {
    open().save(checkpointAt(300))
    const aside = join(folder, `${first.id}.checkpoint.4711`)
    writeFileSync(aside, 'superposition-lab checkp') // half of its mark
    expect(open().read(plan)).toMatchObject({ checkpoints: [{}], damaged: 0 })
    expect(existsSync(aside)).toBe(true)
    open().tidy(false)
    expect(readdirSync(folder)).toEqual([`${first.id}.checkpoint`])
    open().tidy(true)
    expect(existsSync(folder)).toBe(false)
  })

  it('of an older lab, which wrote no mark, are read and written anew', () => {
    open().save(checkpointAt(300))
    const path = join(folder, `${first.id}.checkpoint`)
    writeFileSync(path, readFileSync(path).subarray('superposition-lab checkpoint\n'.length))
    expect([open().isForeign(), stepsIn()]).toEqual([false, [300]])
    open().save(checkpointAt(400))
    expect(readFileSync(path, 'latin1').slice(0, 29)).toBe('superposition-lab checkpoint\n')
  })

  it('leave a folder that was there before, and empty, where it is', () => {
    mkdirSync(folder)
    const files = open()
    files.tidy(true)
    files.save(checkpointAt(300))
    files.drop([first.id], () => undefined)
    expect(readdirSync(folder)).toEqual([])
  })

  it('of another experiment stay where they are', () => {
    const files = open()
    files.save({ ...checkpointAt(300), runs: checkpointAt(300).runs.map((run, at) => ({ ...run, id: `${at}`.repeat(16) })) })
    expect(open().read(plan)).toEqual({ checkpoints: [], damaged: 0, foreign: 1 })
    files.drop(plan.runs.map(({ id }) => id), () => undefined)
    expect(readdirSync(folder)).toHaveLength(1)
  })

  it('are written so seldom that it costs less than a hundredth of the time; a flush writes those that were held back', () => {
    let time = 0
    const clock = (): number => (time += 1) // every look at it takes a millisecond, so a write takes one
    const files = open(clock)
    files.save(checkpointAt(300))
    files.save(checkpointAt(400))
    expect(stepsIn()).toEqual([300])
    files.flush()
    expect(stepsIn()).toEqual([400])
    files.save(checkpointAt(500))
    expect(stepsIn()).toEqual([400])
    time += 100
    files.save(checkpointAt(600))
    expect(stepsIn()).toEqual([600])
    files.save(checkpointAt(700))
    files.drop([first.id], () => undefined)
    files.flush()
    expect(stepsIn()).toEqual([])
  })

  it('are told from what others keep in a folder of that name: none of it is read, moved or removed', () => {
    expect(open().isForeign()).toBe(false)
    open().save(checkpointAt(300))
    expect(open().isForeign()).toBe(false)
    for (const name of ['epoch-3.checkpoint', 'notes.txt', `${second.id}.checkpoint`, `${second.id}.checkpoint.12`]) { // the last two by name like ours
      writeFileSync(join(folder, name), 'theirs, and longer than a mark of the lab')
      expect(open().isForeign()).toBe(true)
      open().tidy(true)
      expect(readdirSync(folder)).toEqual([name])
      rmSync(join(folder, name))
    }
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
    symlinkSync(join(root, 'nowhere'), join(folder, `${first.id}.checkpoint`))
    expect(open().isForeign()).toBe(true)
    rmSync(folder, { recursive: true })
    writeFileSync(folder, 'a file')
    expect(open().isForeign()).toBe(true)
  })

  where('symbolicLinks')('is nobody\'s where a link stands in its place, and what it leads to stays', () => {
    const elsewhere = join(root, 'elsewhere')
    mkdirSync(elsewhere)
    writeFileSync(join(elsewhere, `${first.id}.checkpoint`), 'theirs')
    symlinkSync(elsewhere, folder)
    expect(open().isForeign()).toBe(true)
    open().tidy(true)
    expect(readdirSync(elsewhere)).toHaveLength(1)
  })
})
