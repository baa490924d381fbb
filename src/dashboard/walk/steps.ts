/** The guided walk: the argument in eight steps, each an experiment of the catalogue. Text only; `panels/walk.tsx` shows it. */

export interface WalkStep {
  /** A word of the link's view. */
  readonly id: string
  readonly title: string
  /** Of the catalogue; its preview is what opens. */
  readonly preset: string
  /** Plain text with simple formulas, as `panels/formula.tsx` reads it. */
  readonly words: readonly string[]
  /** What to look at once it has run. */
  readonly look: readonly string[]
  /** The part of the results where that stands. */
  readonly section: 'verdict' | 'compare' | 'features'
  /** Opens the form too. */
  readonly edit?: boolean
}

export const walkSteps: readonly WalkStep[] = [
  {
    id: 'plane', title: 'More features than dimensions', preset: 'pentagons', section: 'features',
    words: [
      'A feature is something the data may have: here one of five numbers, each usually zero. The network must pass all five through two hidden units and give them back. Two dimensions have room for two directions at right angles, so five features cannot all have one to themselves.',
      'Each feature gets a direction in the plane: an arrow. Features that share dimensions disturb one another when both are present. That is superposition, and when features are rarely present together it costs little.',
    ],
    look: ['The arrows, from dense data to sparse: two at right angles, then two opposite pairs, then five in a pentagon.', 'An arrow of length zero is a feature the network gave up.'],
  },
  {
    id: 'sparsity', title: 'Sparsity decides how many', preset: 'superposition-appears', section: 'compare',
    words: [
      'Now twenty features in five dimensions, the later ones less important. Sparsity S is the chance that a feature is absent. Nothing else changes from run to run.',
      'Dense data: the five most important features are kept, the rest dropped. The sparser the data, the more are stored, and the more they interfere.',
    ],
    look: ['Features learned, from five upwards as S grows.', 'Interference rises with it: the price of packing.'],
  },
  {
    id: 'packing', title: 'Is the packing fixed by sparsity?', preset: 'sparsity-by-shape', section: 'compare',
    words: [
      'How many features can share a neuron? Compressed sensing gives a bound that depends on how sparse they are: at most C/(−p ln p) per neuron, with p = 1 − S and a constant C that nobody knows. The note reads it as an equation: sparsity alone fixes the packing.',
      'Here shapes of one size are trained at several sparsities. If the reading is right, all shapes lie on one curve.',
    ],
    look: ['Packing against the bound: one curve, or one for each shape?', 'The observed constant: flat lines on top of each other would be the note’s reading.'],
  },
  {
    id: 'premise', title: 'Same size, same loss?', preset: 'both-bind', section: 'compare',
    words: [
      'The other half of the argument comes from scaling laws. For language models, loss depends on the number of parameters N and hardly on whether they are spent on width or depth. Equal loss, the note goes on, means the same features.',
      'This experiment spends one budget on several shapes. Whether they reach equal loss is measured, not assumed: where they do not, nothing follows for shapes of equal size.',
    ],
    look: ['Loss over shape, and the band of 5% within which shapes are called equal.', 'One-layer networks are marked open: Kaplan et al. found them outside the rule.'],
  },
  {
    id: 'shapes', title: 'Equal budget, three shapes', preset: 'equal-budget-three-shapes', section: 'verdict',
    words: [
      'Put the two together. A deep network of width d and L layers, and a shallow one of width 2d and L/4 layers, have equal parameters, but the shallow one has half the neurons. If both learn the same features, it must pack twice as many into each neuron, at a sparsity that has not changed. Both premises cannot be exact.',
      'The cylinders are the note’s picture: volume is parameters, side is neurons. Equal volumes, unequal sides.',
    ],
    look: ['The note’s table: features learned nearly equal, features per neuron doubling from shape to shape.', 'Features per residual dimension go the other way: they are a second reading of the same words.'],
  },
  {
    id: 'binds', title: 'When neurons bind instead', preset: 'neurons-bind', section: 'compare',
    words: [
      'The last task stored facts in weights, so the count followed the parameters. Here the network computes: it returns |x| of each feature, and every feature has its own direction in the stream, so only neurons are scarce.',
      'One exponent tells the cases apart. At equal size F ∝ L^s: s = 0 if parameters bind, s = ½ if neurons do, and then the packing per neuron stays fixed.',
    ],
    look: ['The exponent s with its interval, beside the three laws.', 'Features against neurons: the slope is 2s.'],
  },
  {
    id: 'verdict', title: 'A verdict, and what could make it wrong', preset: 'law-of-recall', section: 'verdict',
    words: [
      'A law needs several widths and depths at several sizes. This sweep fits F = c d^a L^b and derives s = b − a/2 with its interval; few seeds make a preview, and the page says so.',
      'A measurement is worth what its controls are worth. Two tasks whose answer is known in advance, one where parameters bind and one where neurons do, are passed through the same code, and what they gave stands beside every verdict.',
    ],
    look: ['The interval of s, and the calibration under it: had it missed there, it may miss here.', '“What could make this wrong” is part of the result.'],
  },
  {
    id: 'own', title: 'Now your own', preset: 'equal-budget-three-shapes', section: 'verdict', edit: true,
    words: [
      'The form is open. Change the depths, the budget, the task or the number of seeds; runs and cost follow as you type, and every change makes a new link that anyone can open.',
      'A good first question: does the answer hold at another learning rate? Put several into that field, separated by commas.',
    ],
    look: ['Undo and redo are the browser’s back and forward.', 'Share copies a link to exactly this experiment.'],
  },
]
