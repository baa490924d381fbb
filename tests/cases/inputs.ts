/** Small files that the cases are about, made here so that nobody has to keep them. */
export const tiny = {
  title: 'tiny', task: { kind: 'reconstruction', featureCount: 5, sparsity: [0.5, 0.9] }, model: { kind: 'autoencoder' },
  shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }] }, training: { steps: 50, batchSize: 64 }, seeds: { count: 2 }, measurement: { probes: 5, evaluationSamples: 64 },
}
export const tinyRuns = 4

/** Trains for minutes, so that it can be ended before its own end. */
export const long = { ...tiny, title: 'long', training: { steps: 1_000_000, batchSize: 1024 } }

/** Recall at a learning rate that spoils one of its shapes. */
export const spoiled = {
  title: 'r', task: { kind: 'recall', featureCount: 64 }, shapes: { kind: 'list', shapes: [{ width: 8, depth: 4, neurons: 4 }, { width: 16, depth: 1, neurons: 8 }] },
  training: { steps: 200, batchSize: 'full', learningRate: [10] }, seeds: { count: 2 }, measurement: { probes: 2, evaluationSamples: 0 },
}

/** Its sibling: 64 layers, and a readout a hundred times too long. */
export const deep = {
  title: 'deep', task: { kind: 'absolute-value', featureCount: 32, sparsity: [0.9] }, model: { embedding: 'random', unembeddingNorm: 100 },
  shapes: { kind: 'list', shapes: [{ width: 8, depth: 64, neurons: 4 }] }, training: { steps: 20, batchSize: 64 }, seeds: { count: 2 }, measurement: { probes: 2, evaluationSamples: 256 },
}

export const notes = 'my notes, line 1\nkeep this last line'
export const mark = '\uFEFF'
export const utf16 = (text: string): Uint8Array => Buffer.from(mark + text, 'utf16le')

/** How mail, chat, shells and sentences leave a link. */
export const arrivals: Readonly<Record<string, (link: string) => string>> = {
  'with %21': (link) => link.replaceAll('!', '%21'), 'with %7E and %3D': (link) => link.replaceAll('~', '%7E').replaceAll('=', '%3D'),
  'at the end of a sentence': (link) => `${link}.`, 'in brackets': (link) => `(${link}),`, 'between < and >': (link) => `<${link}>`,
  'in single quotes': (link) => `'${link}'`, 'with a soft line break': (link) => `${link.slice(0, 80)}%0A${link.slice(80)}`,
}
