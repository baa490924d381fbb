/** The note's question in plain sentences: for the page, and by vite.config.ts for index.html, where they stand before any script. */
export const question = 'What happens to features when a network of the same size changes its shape?'
export const lede: readonly string[] = [
  'Scaling laws say that what a network learns depends on how many parameters it has, and hardly on whether it is wide or deep. '
  + 'But at equal parameters a wide, shallow network has fewer neurons than a narrow, deep one. If both learn the same features, '
  + 'the wide one must pack twice as many into each neuron; and superposition theory ties that packing to how sparse the features are, '
  + 'which has not changed.',
  'Both cannot be exact. This page trains such networks in your browser, counts the features each has learned, and says which gives way.',
]
