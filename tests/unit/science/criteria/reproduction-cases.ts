/** What says that a result was reproduced on another engine. */
import { describeReceiptRefusal } from '../../../../src/report/reproduction-text'
import { compareWithReceipt, makeReceipt } from '../../../../src/runner/reproduction/receipt'
import { tinyPlan } from '../../runner/tiny-plan'
import { finishedRecords } from '../../runner/reproduction/finished-records'
import { type Cases, judged } from './either-side'

const plan = tinyPlan([[2, 1, 1]])
/** A receipt of one engine held against the results of another, whose numbers are these. */
function against(promised: { loss?: number; count?: number }, found: { loss?: number; count?: number }): string {
  const receipt = makeReceipt(plan, finishedRecords(plan, { ...promised, engine: 'tfjs-wasm' }))
  if (!receipt.ok) throw new Error(describeReceiptRefusal(receipt.error))
  return compareWithReceipt(receipt.value, plan, finishedRecords(plan, { ...found, engine: 'webgpu', parameter: 2 })).kind
}

export const reproductionCases = {
  receiptLossBand: [
    judged('a higher loss', (loss) => against({ loss: 1 }, { loss }), [1.0499, 'within-band'], [1.0501, 'not-reproduced']),
    judged('a lower loss', (loss) => against({ loss: 1 }, { loss }), [0.9499, 'not-reproduced'], [0.9501, 'within-band']),
  ],
  receiptCountBand: [
    judged('a large count', (count) => against({ count: 100 }, { count }), [110, 'within-band'], [110.1, 'not-reproduced']),
    judged('a large count that falls', (count) => against({ count: 100 }, { count }), [89.9, 'not-reproduced'], [90, 'within-band']),
    judged('a small count', (count) => against({ count: 5 }, { count }), [6, 'within-band'], [6.01, 'not-reproduced']),
    judged('a small count that falls', (count) => against({ count: 5 }, { count }), [3.99, 'not-reproduced'], [4, 'within-band']),
  ],
} satisfies Partial<Cases>
