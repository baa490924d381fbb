/**
 * Every threshold by which something is judged, and the only place where one stands: what counts as a feature, what may be
 * compared, which law a sweep shows, when a result is reproduced. Each says its unit, its source and
 * the day it was fixed. tests/unit/science/criteria.test.ts holds the same numbers once more and a case just either side of
 * each, so that a threshold is changed twice and knowingly.
 *
 * Not here: what a single claim expects (beside its sentence and source in claims/), what an experiment may ask for
 * (experiment/limits.ts, training/budget.ts), and tolerances of arithmetic. See docs/decisions/0140-criteria.md.
 */
export interface Band {
  readonly low: number
  readonly high: number
}

// Uncertainty

/** Nominal coverage of every interval that is shown. By convention; fixed 2026-11-21. */
export const confidenceLevel = 0.95

/** Nominal coverage of the interval that must lie inside a band: two one-sided tests at 5% [Schuirmann 1987]; fixed 2026-11-21. */
export const equivalenceLevel = 0.9

/** Probability by chance below which a difference is called one, after Holm's correction. By convention; fixed 2026-11-21. */
export const significance = 0.05

// The law of shape

/**
 * Bands of s, the exponent of depth at equal size (no unit): a law is named when the 90% interval of s lies inside its band,
 * ends included. Each is a law's own exponent (theory/laws.ts: 0, ½, −½) ± 0.1, at which counts of shapes whose depths are 4:1
 * differ by 15%. This lab's; fixed 2026-11-21.
 */
export const exponentBands = {
  universality: { low: -0.1, high: 0.1 },
  fixedDegree: { low: 0.4, high: 0.6 },
  residualWidth: { low: -0.6, high: -0.4 },
} as const satisfies Record<string, Band>

/**
 * Bands of g, the exponent of the bound 1/(−p ln p) (no unit): met, where sparsity sets the degree of superposition as the
 * compressed-sensing bound would as an equality; none, where sparsity has no grip on the count. ±0.2: over a factor 30 in p, whose
 * bound moves about 13-fold, g = 1 ± 0.2 is that factor to within 1.7. This lab's; fixed 2026-11-28, before the law of the deep toy was fitted.
 */
export const gripBands = {
  met: { low: 0.8, high: 1.2 },
  none: { low: -0.2, high: 0.2 },
} as const satisfies Record<string, Band>

/** Half-width of the band of s that a control must lie in: that of the laws themselves; fixed 2026-11-21. */
export const calibrationHalfWidth = 0.1

/** U, features shared across shapes over what seeds of one shape share, from which sets are called the same. This lab's; fixed 2026-11-21. */
export const sameFeaturesFrom = 0.9

/** Share of all n features from which a count says nothing about a law: there any law looks like equality. This lab's; fixed 2026-11-21. */
export const ceilingFraction = 0.6

/** Share of n below which a count is far from its ceiling; between the two it already bends. This lab's; fixed 2026-11-21. */
export const farFraction = 0.3

/** Share of n down to which a count of thresholded features says nothing: what passes is chance. This lab's; fixed 2026-11-21. */
export const floorFraction = 0.05

/** Residual degrees of freedom from which the interval of s is made from departures between cells, not from seeds alone. This lab's, its coverage measured in law-fit.test.ts; fixed 2026-11-21. */
export const enoughShapes = 4

/** |correlation| of ln d and ln L above which their exponents are not distinguished, only s. This lab's; fixed 2026-11-21. */
export const collinearAbove = 0.98

/** Layers from which shape is said not to matter [Kaplan et al. 2020, figure 6]; fixed 2026-11-21. */
export const fewestLayers = 2

/** What a verdict to quote needs, else it is a preview: seeds of each shape, shapes *on each* of so many budgets. This lab's; fixed 2026-11-21. */
export const fullDesign = { seeds: 8, shapes: 5, budgets: 3 } as const

/** Points from which L(N, D) is fitted: one more than its parameters. Fixed 2026-11-21. */
export const jointLawPoints = 5

/** Rows from which L(m, ℓ, D) is fitted to a table: seven parameters and five degrees of freedom. This lab's; fixed 2026-11-28. */
export const depthWidthRows = 12

/** Different widths, depths and token counts that it needs: a term of two values does not tell its scale from its exponent. Fixed 2026-11-28. */
export const depthWidthValues = 3

/** Residual of ln L from which Huber's loss grows linearly, where it is asked for [Hoffmann et al. 2022, section 3.3]; fixed 2026-11-28. */
export const huberFrom = 1e-3

// What may be compared

/** Relative difference in N up to which two sizes are one budget. This lab's; fixed 2026-11-21. */
export const budgetTolerance = 0.05

/** Relative difference in held-out loss up to which shapes perform alike: "within a few percent" [Kaplan et al. 2020, figure 5]; fixed 2026-11-21. */
export const equalLossBand = 0.05

/** Relative difference in FLOP of training up to which two shapes cost the same. As for budgets; fixed 2026-11-21. */
export const equalCostBand = 0.05

/** Ratio of depths from which two shapes of equal loss or cost are a pair worth telling. This lab's; fixed 2026-11-21. */
export const depthsApart = 2

/** Seeds that each half needs, so that each is reported at the learning rate the other prefers: fewer have no spread. Fixed 2026-11-21. */
export const seedsPerHalf = 2

// Training and evaluation

/** Relative fall of the loss over its last part above which a run is called under-trained. This lab's; fixed 2026-11-21. */
export const settledBelow = 0.01

/** Parts of a loss curve of which the last two are compared; also the points it needs. This lab's; fixed 2026-11-21. */
export const curveParts = 10

/**
 * F after twice the steps over F, whose 90% interval must lie inside for training to have run out: "F has stopped growing (double the
 * steps: F within 2%)". This lab's; fixed 2026-11-28, before it was measured on more than one seed.
 */
export const runOutBand = { low: 0.98, high: 1.02 } as const satisfies Band

/** Held-out samples in which a feature is active, T·P, below which the error of its R², 1/√(TP), exceeds a tenth; fixed 2026-11-21. */
export const enoughActive = 100

// What counts as a feature

/** R² on held-out samples from which a feature counts as learned: half its variance is explained. This lab's; fixed 2026-11-21. */
export const learnedFrom = 0.5

/** R² of the counts F_τ that show how far a count depends on its threshold; `learnedFrom` is one of them. This lab's; fixed 2026-11-21. */
export const learnedThresholds = [0.25, 0.5, 0.8, 0.9] as const

/**
 * Below these a network is worse than chance. For recall the share F_bits/n: 0 where all keys look alike; −0.05 leaves room for what seeds
 * scatter about it. Else mean R²: a network that always answers 0 has no less than −3, which it has where values are uniform in
 * [0, 1] and always there (1 − E y²/Var y = 1 − (1/3)/(1/12)). This lab's; fixed 2026-11-28.
 */
export const worseThanChance = { recalledShare: -0.05, meanR2: -3 } as const

/** R² of a probe from which an answer can be read off neurons; fixed 2026-11-21. */
export const readableFrom = 0.5

/** R² of a probe of one layer below which the answer is not there: χ counts what all layers give and none alone does. This lab's; fixed 2026-11-21. */
export const unreadableBelow = 0.25

/** ‖W_i‖ above which a feature is represented; the theory has 0 or about 1 [Elhage et al. 2022]; fixed 2026-11-21. */
export const representedAbove = 0.5

/** Layers sharing a feature, of an even division 1, above which features are called shared and not divided over layers. This lab's; fixed 2026-11-21. */
export const dividedBelow = 1.25

// What deserves a caveat

/** Largest over smallest neurons per width m/d up to which shapes have the same ratio. This lab's; fixed 2026-11-21. */
export const neuronsPerWidthAlike = 1.15

/**
 * How far s and g may lie from those of a law on record for it to stand when something else about its networks is changed: half-widths
 * of the bands by which laws are named. This lab's; fixed 2026-11-28, before a changed law was fitted.
 */
export const lawStandsWithin = { s: 0.1, g: 0.2 } as const

/** How many times wider than that of seeds alone the interval of s must be to say so. This lab's; fixed 2026-11-21. */
export const departuresShowFrom = 2

// The compressed-sensing bound

/** Largest p at which the bound is asked: 1/(−p ln p) is least at p = 1/e and means nothing beyond (compressed-sensing-bound.ts); fixed 2026-11-21. */
export const boundDomainEnd = 0.3

/** Ratio of two observed constants whose 90% interval must lie inside for the bound to be constant: 4^±0.1, the band of a fixed degree at depths 4:1; fixed 2026-11-21. */
export const constancyBand = { low: 0.87, high: 1.15 } as const satisfies Band

/** Factor in p up to which the autoencoders' constant is set beside a row's. This lab's; fixed 2026-11-21. */
export const baselineWithin = 1.3

/** Share of the autoencoders' constant below which the bound is called no constraint. This lab's; fixed 2026-11-21. */
export const farBelowBaseline = 0.5

// Names of arrangements

/** |cos| of two features above which the graph of interference joins them: below every cosine within a known arrangement; fixed 2026-11-21. */
export const joinedAbove = 0.2

/** How far cosines and D_i of a component may lie from those of the arrangement it is named after. This lab's; fixed 2026-11-21. */
export const arrangementTolerance = { cosine: 0.12, dimensionality: 0.05 } as const

/** Share of Σ‖Ŵ_i‖² that the rank of a component must hold. This lab's; fixed 2026-11-21. */
export const heldByRank = 0.9

/** Cosine below which two features of a trained autoencoder are antipodal, about 8°. This lab's; fixed 2026-11-21. */
export const antipodalBelow = -0.99

/** Likewise in the phase diagram of three features in two dimensions, where trained pairs bend a little, about 18°; fixed 2026-11-21. */
export const bentAntipodalBelow = -0.95

/** |cos| below which two features are orthogonal, about 8°. This lab's; fixed 2026-11-21. */
export const orthogonalBelow = 0.14

/** Cosine above which two features are stored as one direction, about 11°. This lab's; fixed 2026-11-21. */
export const collapsedAbove = 0.98

/** How far D_i may lie from 2/5 in a pentagon. This lab's; fixed 2026-11-21. */
export const pentagonTolerance = 0.02

/**
 * Shares of a largest weight. A neuron is used when its largest is above `used` of any neuron's; it stands for one feature
 * when its second is below `second` of its first, and holds those above `held` of it. This lab's; fixed 2026-11-21.
 */
export const neuronWeights = { used: 0.1, second: 0.1, held: 0.25 } as const

// Claims of a kind

/** Decades in p and r from a phase boundary within which a trained model is not asked its phase. This lab's; fixed 2026-11-21. */
export const boundaryMargin = 0.15

/** Share of the cells of a phase diagram that must agree with the theory. This lab's; fixed 2026-11-21. */
export const agreeingCells = 0.9

/** Width of an interval, in tolerances of the claim, above which an exponent cannot be determined: twice as wide as what is expected; fixed 2026-11-21. */
export const vagueAbove = 4

// Reproduction

/** Relative difference in loss up to which another engine, adapter or browser reproduces a receipt: room for rounding that training amplifies. This lab's; fixed 2026-11-21. */
export const receiptLossBand = 0.05

/** The same for counts: the larger of a part of the receipt's and so many features. This lab's; fixed 2026-11-21. */
export const receiptCountBand = { relative: 0.1, absolute: 1 } as const
