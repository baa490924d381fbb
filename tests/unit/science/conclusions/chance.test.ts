import { describe, expect, it } from 'vitest'
import { isWorseThanChance } from '../../../../src/science/conclusions/chance'
import type { MeasuredRun } from '../../../../src/science/metrics/measured-run'
import { summarise } from '../../../../src/science/summary'
import { noteShapes, plantedRuns } from '../planted-runs'
import { describeVerdict } from '../../../../src/report/verdict-text'
import { labelled } from '../../../../src/report/labels'
import { csvTable } from '../../../../src/report/note-table-text'
import { noteTables } from '../../../../src/report/note-table'

const n = 1000
const sound = plantedRuns({ shapes: noteShapes, seeds: 2, count: () => 200, task: { kind: 'recall', featureCount: n }, scalars: { featuresByBits: 200 } })
/** What a learning rate of 10 makes of them: finished, with a cross-entropy of thousands. */
const spoiled = (run: MeasuredRun): MeasuredRun => ({ ...run, loss: 64_912, metrics: { arrays: {}, scalars: { ...run.metrics.scalars, featuresLearned: -826_892, featuresByBits: -826_892, heldOutLoss: 64_912 } } })
const spoilt = (which: (run: MeasuredRun) => boolean) => summarise(sound.map((run) => (which(run) ? spoiled(run) : run)))
const deepest = ({ spec, replicate }: MeasuredRun): boolean => spec.shape.depth === 16 && replicate === 0

describe('networks that do worse than chance', () => {
  it('are distinguished from sound ones by what was measured, and from such as were not measured', () => {
    expect([sound[0], spoiled(sound[0])].map(isWorseThanChance)).toEqual([false, true])
    expect(isWorseThanChance({ ...sound[0], metrics: { scalars: {}, arrays: {} } })).toBe(false)
  })

  it('are flagged, and nothing is predicted from them: the deepest sound shape is the reference', () => {
    const { rows, comparisons } = spoilt(deepest)
    expect(comparisons).toHaveLength(1)
    expect(rows.map(({ layers, isReference, flags }) => [layers, isReference, flags.filter(({ kind }) => kind === 'worse-than-chance')])).toEqual([
      [16, false, [{ kind: 'worse-than-chance', runs: 1, of: 2 }]], [4, true, []], [1, false, []],
    ])
    for (const { predicted } of rows) expect(predicted.universality.featuresLearned).toBe(200)
    expect(rows.map(({ ratioToReference }) => ratioToReference?.value ?? null)).toEqual([null, null, expect.closeTo(2)])
  })

  it('enter no law, no pair and no number of the verdict', () => {
    const { law, verdict, lossMatched, flopMatched } = spoilt(deepest)
    expect(law.dropped.map(({ key }) => key).some((key) => key.startsWith('16/16'))).toBe(true)
    expect(JSON.stringify([verdict.pairs, verdict.numbers, lossMatched, flopMatched])).not.toMatch(/16\/16|null,"value"|-826892/)
    expect(verdict.numbers.every(({ estimate }) => Number.isFinite(estimate.value))).toBe(true)
  })

  it('are a verdict of their own where all are: each row stands alone, and nothing is predicted', () => {
    const summary = spoilt(() => true)
    expect(summary.verdict).toMatchObject({ kind: 'worse-than-chance', pairs: [], numbers: [] })
    expect(summary.comparisons.map(({ rows }) => rows.length)).toEqual([1, 1, 1])
  })

  it('are named in the verdict, the table and its CSV', () => {
    const summary = labelled(spoilt(deepest))
    expect(describeVerdict(summary).caveats.join()).toContain('d 16 × L 16: worse than chance: 1 of 2 networks answered worse')
    expect(noteTables(summary)[0].footnotes.map(({ text }) => text).join()).toContain('worse than chance')
    const [header, ...lines] = csvTable(noteTables(summary)).trim().split('\r\n').map((line) => line.split(','))
    expect(lines.filter((cells) => cells[header.indexOf('worseThanChance')] === 'true').every((cells) => cells.some((cell) => cell.includes('L 16')))).toBe(true)
    expect(describeVerdict(labelled(spoilt(() => true))).sentence).toContain('Worse than chance')
  })
})
