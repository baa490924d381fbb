/** What is said of reproducing results: the promise of each tier, who trained, and what a comparison with a receipt found. */
import type { Receipt, Tier } from '../experiment/receipt'
import type { Comparison, Contradiction, HeadlineDifference, Mismatch, ReceiptRefusal } from '../experiment/receipt-comparison'
import { receiptCountBand, receiptLossBand } from '../science/criteria'
import { formatNumber, formatShort } from './numbers'
import { formatCount } from './phrases'

export const tierPromises: Readonly<Record<Tier, string>> = {
  A: 'data, initial parameters and schedule: the same bits on every engine and machine',
  B: 'trained by the cpu engine: the same bits in every browser and in Node',
  C: 'trained on WebGPU or by TensorFlow.js: the same bits on the same adapter and browser, '
    + `elsewhere every loss within ${100 * receiptLossBand}% and every count within ${100 * receiptCountBand.relative}% or ${receiptCountBand.absolute}`,
}

/** 'cpu engine, version 2 (WebAssembly SIMD, one thread)', one for each environment that made the receipt. */
export function describeMakers({ environments }: Pick<Receipt, 'environments'>): readonly string[] {
  return environments.map(({ engine, engineVersion, adapter, platform }) =>
    `${engine} engine, version ${engineVersion} (${adapter}${platform === undefined ? '' : `, ${platform}`})`)
}

export const describeReceiptRefusal = ({ index, runs }: ReceiptRefusal): string => `run ${index + 1} of ${runs} has not ended, or its parameters were not saved`

/** What was found, then where it first differs and what could not be compared, if anything; one sentence each. */
export function describeComparison(comparison: Comparison): readonly string[] {
  const { kind, compared, missing, first, differing } = comparison
  const runs = formatCount(compared, 'run')
  const headline = {
    'to-the-bit': `reproduced to the bit: data, initial parameters and final parameters of ${runs}`,
    'within-band': `reproduced within the band: data and initial parameters of ${runs} to the bit; on another engine, version, adapter or browser ${describeLargest(comparison)}`,
    'not-reproduced': `not reproduced: ${differing} of ${runs} ${differing === 1 ? 'differs' : 'differ'}; ${describeLargest(comparison)}`,
  }[kind]
  return [
    compared === 0 ? 'nothing was compared' : headline,
    ...(first === null ? [] : [
      `first difference (tier ${first.tier}): run ${first.run.index + 1}, ${first.run.spec.shape.width} x ${first.run.spec.shape.depth}, replicate ${first.run.replicate}: ${describeMismatch(first)}`,
      `promised at tier ${first.tier}: ${tierPromises[first.tier]}`,
    ]),
    ...(missing > 0 ? [`${formatCount(missing, 'run')} could not be trained here and ${missing === 1 ? 'is' : 'are'} not compared`] : []),
  ]
}

function describeLargest({ largestLossDifference: loss, largestCountDifference: count }: Comparison): string {
  const losses = loss === 0 ? 'no loss differs' : `losses differ by at most ${formatNumber(100 * loss, 2)}%`
  return count === 0 ? losses : `${losses}, counts by at most ${formatShort(count)}`
}

export function describeMismatch(mismatch: Mismatch): string {
  switch (mismatch.kind) {
    case 'start': return `its data, initial parameters or schedule are others (digest ${mismatch.found}, the receipt has ${mismatch.promised})`
    case 'numbers-alone': return `its bits are the receipt's, but ${describeHeadlines(mismatch.headlines)}: the receipt contradicts itself`
    case 'parameters':
      return `its final parameters are others on the same engine (digest ${mismatch.found}, the receipt has ${mismatch.promised}); `
        + (mismatch.headlines.length > 0 ? describeHeadlines(mismatch.headlines) : 'loss and count agree to 5 digits')
    case 'outside-band': return `it is outside the band between engines: ${mismatch.headlines.length > 0 ? describeHeadlines(mismatch.headlines) : 'it diverged at another step'}`
  }
  mismatch satisfies never
}

/** Numbers as the receipt has them, to five digits. */
const describeHeadlines = (differences: readonly HeadlineDifference[]): string =>
  differences.map(({ of, found, promised }) => `its ${of} is ${found ?? 'none'}, the receipt has ${promised ?? 'none'}`).join(' and ')

export function describeContradiction(contradiction: Contradiction): string {
  switch (contradiction.kind) {
    case 'other-sweep': return contradiction.reason
    case 'no-result': return `run ${contradiction.index + 1}: there is no result`
    case 'parameters': return `run ${contradiction.index + 1}: its final parameters are others`
    case 'headlines': return `run ${contradiction.index + 1}: ${describeHeadlines(contradiction.headlines)}`
  }
  contradiction satisfies never
}
