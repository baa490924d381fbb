/** What docs/findings.json holds of one law test: numbers with their intervals and the text of the verdict, by the summary alone. */
import { describeControl } from '../report/control-text'
import { labelled, nameRows } from '../report/labels'
import { describePremise } from '../report/premise-text'
import { describeVerdict, type VerdictText } from '../report/verdict-text'
import { metricTraits } from '../science/metrics/metric-traits'
import type { Scaling } from '../science/conclusions/scaling'
import type { PowerLaw } from '../science/statistics/scaling-law'
import type { Estimate, Interval, Summary } from '../science/summary'
import type { ReportSection } from './claims-report'

/** The preset, what trained it, and the link that reproduces it. */
export type Provenance = Pick<ReportSection, 'preset' | 'form' | 'seeds' | 'link' | 'command' | 'date' | 'engine' | 'adapter' | 'runs'>

interface Mean {
  readonly mean: number
  readonly interval: Interval | null
}

export interface LawFinding extends Provenance {
  readonly counted: string // what F counts
  readonly verdict: Omit<VerdictText, 'design'>
  /** s, and a and b where budgets identify them; g and C where sparsity was swept; empty without a law. */
  readonly exponents: readonly { readonly name: string; readonly estimate: Estimate }[]
  readonly alongBudgets: readonly { readonly budget: number; readonly s: Estimate }[]
  readonly premise: readonly string[] // one sentence per comparison
  readonly shapes: readonly {
    readonly label: string
    readonly parameters: number // N
    readonly trainingFlops: number
    readonly learningRate: number
    readonly loss: Mean // held out
    readonly count: Mean // F
    readonly perNeuron: Mean | null // F/(mL); null without layers
  }[]
  readonly lossMatched: readonly { readonly deep: string; readonly wide: string; readonly relativeLoss: Estimate; readonly countRatio: Estimate; readonly neuronRatio: number }[]
  readonly flopMatched: readonly { readonly deep: string; readonly wide: string; readonly countRatio: Estimate; readonly lossRatio: Estimate }[]
  readonly scaling: readonly { readonly name: string; readonly exponent: Estimate; readonly points: number }[]
  readonly controls: readonly string[]
}

/** Null for a sweep that does not compare shapes. */
export function lawFinding(of: Summary, provenance: Provenance): LawFinding | null {
  const summary = labelled(of)
  const { law, sparsityLaw, rows, premise, lossMatched, flopMatched, trainingCosts, scaling, controls, primaryCount } = summary
  if (summary.verdict.kind === 'not-a-law-test') return null
  const nameOf = nameRows(rows), flopsOf = new Map(trainingCosts.map(({ key, flops }) => [key, flops]))
  const pairOf = <Pair extends { readonly deep: string; readonly wide: string }>({ deep, wide }: Pair) => ({ deep: nameOf(deep), wide: nameOf(wide) })
  const mean = ({ mean: value, interval }: Mean): Mean => ({ mean: value, interval })
  const { kind, preview, sentence, finding, method, numbers, reasons, caveats } = describeVerdict(summary)
  return {
    ...provenance, verdict: { kind, preview, sentence, finding, method, numbers, reasons, caveats }, counted: metricTraits[primaryCount].title.toLowerCase(),
    exponents: named(sparsityLaw !== null && sparsityLaw.kind === 'fitted'
      ? [['s', sparsityLaw.s], ['a', sparsityLaw.a], ['b', sparsityLaw.b], ['g', sparsityLaw.g], ['C', sparsityLaw.streamConstant]]
      : law.kind === 'none' ? [] : [['s', law.s], ['a', law.a], ['b', law.b]]),
    alongBudgets: law.kind === 'none' ? [] : law.profile,
    premise: premise.map((tested) => describePremise(tested, nameOf)),
    shapes: rows.map(({ key, label, totalNeurons, nonEmbeddingParameters, learningRate, heldOutLoss, measured }) => ({
      label, parameters: nonEmbeddingParameters, trainingFlops: flopsOf.get(key)!, learningRate,
      loss: mean(heldOutLoss), count: mean(measured.featuresLearned), perNeuron: totalNeurons === 0 ? null : mean(measured.featuresPerNeuron),
    })),
    lossMatched: lossMatched.map((pair) => ({ ...pairOf(pair), relativeLoss: pair.relativeLoss, countRatio: pair.countRatio, neuronRatio: pair.neuronRatio })),
    flopMatched: flopMatched.map((pair) => ({ ...pairOf(pair), countRatio: pair.countRatio, lossRatio: pair.lossRatio })),
    scaling: scaling.flatMap(exponents),
    controls: controls.map(describeControl),
  }
}

const named = (estimates: readonly (readonly [string, Estimate | null])[]): LawFinding['exponents'] =>
  estimates.flatMap(([name, estimate]) => (estimate === null ? [] : [{ name, estimate }]))

/** Kaplan's forms, of one setting, where this sweep identifies them. */
function exponents({ lossOverParameters, lossOverParametersAndData: joint, countOverParameters, countOverNeurons, countOverWidth }: Scaling): LawFinding['scaling'] {
  const powers: readonly (readonly [string, PowerLaw | null])[] = [
    ['L ∝ N^e, best shape of each size', lossOverParameters], ['F ∝ N^e', countOverParameters], ['F ∝ (mL)^e', countOverNeurons], ['F ∝ d^e', countOverWidth],
  ]
  return [
    ...powers.flatMap(([name, fit]) => (fit === null ? [] : [{ name, exponent: fit.exponent, points: fit.points }])),
    ...(joint === null ? [] : [
      { name: 'L(N, D), α_N', exponent: joint.parameterExponent, points: joint.points }, { name: 'L(N, D), α_D', exponent: joint.dataExponent, points: joint.points },
    ]),
  ]
}

/** The newer finding replaces the older of its preset, unless it is a preview and the older is the full form. */
export function mergeFindings(older: readonly LawFinding[], newer: LawFinding, presets: readonly string[]): LawFinding[] {
  const before = older.find(({ preset }) => preset === newer.preset)
  const kept = before?.form === 'full' && newer.form === 'preview' ? before : newer
  return [...older.filter(({ preset }) => preset !== newer.preset), kept]
    .filter(({ preset }) => presets.includes(preset)).sort((x, y) => presets.indexOf(x.preset) - presets.indexOf(y.preset))
}
