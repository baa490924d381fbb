/** What could make a verdict wrong. */
import { type MissedControl, missedControls } from '../conclusions/controls'
import type { Design } from '../conclusions/design'
import type { LossMatchedPair } from '../conclusions/loss-matched'
import type { Flag, ShapeRow } from '../conclusions/note-table'
import type { RunCaveat } from '../conclusions/run-caveats'
import { departuresShowFrom, dividedBelow, farFraction, neuronsPerWidthAlike } from '../criteria'
import type { DroppedCell, IntervalMethod } from '../statistics/law-fit'
import type { Estimate, Interval } from '../statistics/spread'
import { type Evidence, designIn, isPreview } from './evidence'

/** Rows are named by their keys. */
export type Caveat =
  | { readonly kind: 'preview'; readonly design: Design }
  | { readonly kind: 'flagged'; readonly rows: readonly string[]; readonly flag: Flag }
  | { readonly kind: 'cell-dropped'; readonly cell: DroppedCell }
  | { readonly kind: 'interval-method'; readonly method: IntervalMethod }
  /** Counts of 30 to 60% are in the fit; a ceiling draws s to 0, so s without them must agree, and does not. */
  | { readonly kind: 'bends-towards-ceiling'; readonly s: number; readonly far: { readonly s: Estimate; readonly cells: number } }
  /** Likewise, and too few cells lie below to fit s without them. */
  | { readonly kind: 'too-few-far-from-ceiling'; readonly near: number; readonly cells: number }
  | { readonly kind: 'departs-from-law'; readonly seedInterval: Interval } // the interval of seeds alone is far narrower
  | { readonly kind: 'losses-differ' } // equalLossBand: what differs in counts may be training
  | { readonly kind: 'equal-loss'; readonly pair: LossMatchedPair }
  /** Shapes of one comparison whose neurons per width differ: the law's d and L do not say what m does. */
  | { readonly kind: 'neurons-per-width'; readonly least: number; readonly most: number; readonly parameters: number }
  | { readonly kind: 'layers-share-features' } // dividedBelow: features per layer is an average, no partition
  | RunCaveat
  | { readonly kind: 'calibration-misses'; readonly controls: readonly MissedControl[] }
  | { readonly kind: 'toy' } // what binds here is set by the task

export function caveatsOf(evidence: Evidence): Caveat[] {
  const { rows, law, premise, lossMatched, isLawTest, layers } = evidence
  const caveats: Caveat[] = []
  if (isPreview(evidence)) caveats.push({ kind: 'preview', design: designIn(evidence) })
  caveats.push(...flaggedRows(rows))
  if (law.kind !== 'none') {
    for (const cell of law.dropped) caveats.push({ kind: 'cell-dropped', cell })
    caveats.push({ kind: 'interval-method', method: law.method }, ...ceilingCaveats(evidence))
    const { seedInterval, s } = law
    if (seedInterval && s.interval && s.interval.high - s.interval.low > departuresShowFrom * (seedInterval.high - seedInterval.low)) {
      caveats.push({ kind: 'departs-from-law', seedInterval })
    }
  }
  if (premise.some(({ verdict }) => verdict === 'fails')) {
    caveats.push({ kind: 'losses-differ' }, ...lossMatched.map((pair): Caveat => ({ kind: 'equal-loss', pair })))
  }
  if (isLawTest) caveats.push(...aspectCaveats(rows))
  if (isLawTest && layers && layers.participation.value > dividedBelow) caveats.push({ kind: 'layers-share-features' })
  caveats.push(...evidence.runCaveats)
  const controls = missedControls(evidence.controls)
  if (controls.length > 0) caveats.push({ kind: 'calibration-misses', controls })
  if (isLawTest) caveats.push({ kind: 'toy' })
  return caveats
}

/** Rows of equal flags together, in the order in which flags come first. */
function flaggedRows(rows: readonly ShapeRow[]): Caveat[] {
  const flagged = new Map<string, { flag: Flag; rows: string[] }>()
  for (const { key, flags } of rows) {
    for (const flag of flags) {
      const same = JSON.stringify(flag), found = flagged.get(same)
      if (found) found.rows.push(key)
      else flagged.set(same, { flag, rows: [key] })
    }
  }
  return [...flagged.values()].map((found) => ({ kind: 'flagged', ...found }))
}

function ceilingCaveats({ law, rows }: Evidence): Caveat[] {
  if (law.kind === 'none') return []
  const far = law.farFromCeiling
  if (far !== null) {
    const agrees = far.s.interval === null || (far.s.interval.low <= law.s.value && law.s.value <= far.s.interval.high)
    return agrees ? [] : [{ kind: 'bends-towards-ceiling', s: law.s.value, far }]
  }
  const near = law.cells.filter(({ counts }) => counts.reduce((sum, count) => sum + count, 0) / counts.length >= farFraction * (rows.at(0)?.featureCount ?? Infinity))
  return near.length === 0 ? [] : [{ kind: 'too-few-far-from-ceiling', near: near.length, cells: law.cells.length }]
}

function aspectCaveats(rows: readonly ShapeRow[]): Caveat[] {
  return [...new Set(rows.map(({ comparison }) => comparison))].flatMap((comparison): Caveat[] => {
    const own = rows.filter((row) => row.comparison === comparison)
    const aspects = own.map(({ shape: { neurons, width } }) => neurons / width)
    const least = Math.min(...aspects), most = Math.max(...aspects)
    return most <= neuronsPerWidthAlike * least ? [] : [{ kind: 'neurons-per-width', least, most, parameters: own[0].nonEmbeddingParameters }]
  })
}
