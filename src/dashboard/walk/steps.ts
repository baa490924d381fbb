/**
 * The guided walk: the argument step by step, each an experiment of the catalogue. Text only; `panels/walk.tsx` shows it. What a
 * step's result means is written here once, and a test holds it against the recorded results' verdict (`concludes`).
 */
import type { VerdictKind } from '../../science/verdict/verdict'
import type { ChartId } from '../charts/chart-id'

export interface WalkStep {
  /** A word of the link's view. */
  readonly id: string
  readonly title: string
  /** Of the catalogue; its preview is what opens. */
  readonly preset: string
  /** Plain text with simple formulas, as `panels/formula.tsx` reads it. */
  readonly text: readonly string[]
  /** What to look at once it has run. */
  readonly look: readonly string[]
  /** What its result means, said once there is one. */
  readonly means: string
  /** The verdict's kind on which that rests, where it rests on one. */
  readonly concludes?: VerdictKind
  /** The figure that it speaks of; absent where that is no figure. */
  readonly figure?: ChartId
  /** The part of the results where that stands. */
  readonly section: 'verdict' | 'compare' | 'features'
  /** Opens the form too. */
  readonly edit?: boolean
}

export const walkSteps: readonly WalkStep[] = [
  {
    id: 'plane', title: 'More features than dimensions', preset: 'pentagons', section: 'features',
    text: [
      'A feature is something the data may have: here one of five numbers, each usually zero. The network must pass all five through two hidden units and give them back. Two dimensions have room for two directions at right angles, so five features cannot all have one to themselves.',
      'Each feature gets a direction in the plane: an arrow. Features that share dimensions disturb one another when both are present. That is superposition, and when features are rarely present together it costs little.',
    ],
    look: ['The arrows, from dense data to sparse: two at right angles, then two opposite pairs, then five in a pentagon.', 'An arrow of length zero is a feature the network gave up.'],
    means: 'With sparse data two dimensions hold five features. How many features a network has is not how many dimensions it has.', figure: 'feature-directions',
  },
  {
    id: 'sparsity', title: 'Sparsity decides how many', preset: 'superposition-appears', section: 'compare',
    text: [
      'Now twenty features in five dimensions, the later ones less important. Sparsity S is the chance that a feature is absent. Nothing else changes from run to run.',
      'Dense data: the five most important features are kept, the rest dropped. The sparser the data, the more are stored, and the more they interfere.',
    ],
    look: ['Features learned, from five upwards as S grows.', 'Interference rises with it: the price of packing.'],
    means: 'Sparsity buys features at the price of interference. So much for one layer; the rest of the walk asks what depth and width do.', figure: 'features-learned',
  },
  {
    id: 'packing', title: 'Is the packing fixed by sparsity?', preset: 'sparsity-by-shape', section: 'compare',
    text: [
      'How many features can share a neuron? Compressed sensing gives a bound that depends on how sparse they are: at most C/(−p ln p) per neuron, with p = 1 − S and a constant C that nobody knows. The note reads it as an equation: sparsity alone fixes the packing.',
      'Here shapes of one size are trained at several sparsities. If the reading is right, all shapes lie on one curve.',
    ],
    look: ['Packing against the bound: one curve, or one for each shape?', 'The observed constant: flat lines on top of each other would be the note’s reading.'],
    means: 'There is a line for each shape, not one curve: in this task the count follows the width of the stream. A bound is not an equation.', concludes: 'residual-width', figure: 'degree-and-bound',
  },
  {
    id: 'premise', title: 'Same size, same loss?', preset: 'both-bind', section: 'compare',
    text: [
      'The other half of the argument comes from scaling laws. For language models, loss depends on the number of parameters N and hardly on whether they are spent on width or depth. Equal loss, the note goes on, means the same features.',
      'This experiment spends one budget on several shapes. Whether they reach equal loss is measured, not assumed: where they do not, nothing follows for shapes of equal size.',
    ],
    look: ['Loss over shape, and the band of 5% within which shapes are called equal.', 'One-layer networks are marked open: Kaplan et al. found them outside the rule.'],
    means: 'Equal size did not give equal loss here: one shape is best, and both the deepest and the widest are worse. The rule is about language models; a toy must earn it.', concludes: 'intermediate', figure: 'loss-by-shape',
  },
  {
    id: 'shapes', title: 'Equal budget, three shapes', preset: 'equal-budget-three-shapes', section: 'verdict',
    text: [
      'Put the two together. A deep network of width d and L layers, and a shallow one of width 2d and L/4 layers, have equal parameters, but the shallow one has half the neurons. If both learn the same features, it must pack twice as many into each neuron, at a sparsity that has not changed. Both premises cannot be exact.',
      'The cylinders are the note’s picture: volume is parameters, side is neurons. Equal volumes, unequal sides.',
    ],
    look: ['The note’s table: features learned nearly equal, features per neuron doubling from shape to shape.', 'Features per residual dimension go the other way: they are a second reading of the same words.'],
    means: 'Features per neuron doubled, but almost every fact was learned, so the counts had to be equal. To tell laws apart, a network must be too small for its task.', concludes: 'saturated',
  },
  {
    id: 'binds', title: 'When neurons bind instead', preset: 'neurons-bind', section: 'compare',
    text: [
      'The last task stored facts in weights, so the count followed the parameters. Here the network computes: it returns |x| of each feature, and every feature has its own direction in the stream, so only neurons are scarce.',
      'One exponent distinguishes the cases. At equal size F ∝ L^s: s = 0 if parameters bind, s = ½ if neurons do, and then the packing per neuron stays fixed.',
    ],
    look: ['The exponent s with its interval, beside the three laws.', 'Features against neurons: the slope is 2s.'],
    means: 'Neurons bind, s is near ½: each neuron holds as many features in every shape, and networks of equal size learn unequally many.', concludes: 'fixed-degree', figure: 'law-exponent',
  },
  {
    id: 'verdict', title: 'A verdict, and what could make it wrong', preset: 'law-of-recall', section: 'verdict',
    text: [
      'A law needs several widths and depths at several sizes. This sweep fits F = c d^a L^b and derives s = b − a/2 with its interval; few seeds make a preview, and the page says so.',
      'A measurement is worth what its controls are worth. Two tasks whose answer is known in advance, one where parameters bind and one where neurons do, are passed through the same code, and what they gave stands beside every verdict.',
    ],
    look: ['The interval of s, and the calibration under it: had it missed there, it may miss here.', '“What could make this wrong” is part of the result.'],
    means: 'Parameters bind, s is near 0: the note’s table holds, and at one sparsity the degree of superposition differs between shapes.', concludes: 'universality',
  },
  {
    id: 'deep', title: 'Many sparse features, several layers', preset: 'deep-or-wide', section: 'compare',
    text: [
      'The note is about networks with many more sparse features than dimensions, and with depth. This is the first toy with all three: Elhage’s model with layers between its embedding and its readout.',
      'Two numbers answer the note: s, what of the shape limits the count, and g, whether sparsity sets the degree of superposition: 1 as the bound would as an equality, 0 not at all.',
    ],
    look: ['The plane of laws: where this sweep lies, and where each law would put it.', 'Features against width: wider streams hold more.'],
    means: 'The stream binds, s is near −½, and the rarer the features, the more it holds, g near 1. So equal size gives neither equal features nor equal loss here.', concludes: 'residual-width', figure: 'plane-of-laws',
  },
  {
    id: 'own', title: 'What follows, and your own question', preset: 'equal-budget-three-shapes', section: 'verdict', edit: true,
    text: [
      'What of the shape limits the count is set by the task: the parameters where facts are stored, the neurons where each feature needs some, the stream where every feature must pass through it. Sparsity set the degree of superposition in the last case only. So neither of the note’s premises is a law of superposition, and in none of these toys do both hold at once without a ceiling.',
      'The form is open. Change the depths, the budget, the task or the number of seeds; runs and cost follow as you type, and every change makes a new link that anyone can open.',
      'A good first question: does the answer hold at another learning rate? Put several into that field, separated by commas.',
    ],
    look: ['Undo and redo are the browser’s back and forward.', 'Share copies a link to exactly this experiment.'],
    means: 'Your link reproduces it: same data, same start, and on the cpu engine the same bits.',
  },
]
