import { expect, test } from 'vitest'
import type { Contradiction, Mismatch } from '../../../src/experiment/receipt-comparison'
import { describeContradiction, describeMismatch, describeReceiptRefusal } from '../../../src/report/reproduction-text'

const digests = { found: '0000aaaa', promised: '1111bbbb' }
const headlines = [{ of: 'loss', found: 1.01, promised: 1 }, { of: 'count', found: null, promised: 5 }] as const
const both = 'its loss is 1.01, the receipt has 1 and its count is none, the receipt has 5'

test.each<[Mismatch, string]>([
  [{ kind: 'start', tier: 'A', ...digests }, 'its data, initial parameters or schedule are others (digest 0000aaaa, the receipt has 1111bbbb)'],
  [{ kind: 'numbers-alone', tier: 'B', headlines }, `its bits are the receipt's, but ${both}: the receipt contradicts itself`],
  [{ kind: 'parameters', tier: 'B', ...digests, headlines }, `its final parameters are others on the same engine (digest 0000aaaa, the receipt has 1111bbbb); ${both}`],
  [{ kind: 'parameters', tier: 'C', ...digests, headlines: [] }, 'its final parameters are others on the same engine (digest 0000aaaa, the receipt has 1111bbbb); loss and count agree to 5 digits'],
  [{ kind: 'outside-band', tier: 'C', headlines }, `it is outside the band between engines: ${both}`],
  [{ kind: 'outside-band', tier: 'C', headlines: [] }, 'it is outside the band between engines: it diverged at another step'],
])('a run that differs from its receipt says how: %j', (mismatch, text) => expect(describeMismatch(mismatch)).toBe(text))

test.each<[Contradiction, string]>([
  [{ kind: 'other-sweep', reason: 'the receipt is of a sweep of 4 runs, the experiment has 3' }, 'the receipt is of a sweep of 4 runs, the experiment has 3'],
  [{ kind: 'no-result', index: 1 }, 'run 2: there is no result'],
  [{ kind: 'parameters', index: 1 }, 'run 2: its final parameters are others'],
  [{ kind: 'headlines', index: 0, headlines }, `run 1: ${both}`],
])('results that contradict a receipt say where: %j', (contradiction, text) => expect(describeContradiction(contradiction)).toBe(text))

test('a receipt that cannot be made names the run that stands in its way', () =>
  expect(describeReceiptRefusal({ index: 2, runs: 3 })).toBe('run 3 of 3 has not ended, or its parameters were not saved'))
