/**
 * A further task, y = x², as docs/add-a-task.md has it: every part of the addition, by the file it stands in. A fixture: it is
 * laid over the sources in memory (task-parts.test.ts), never written to them.
 */
export interface Part {
  /** null: holds others together (a brace, an import) and is always there. */
  readonly name: string | null
  readonly file: string
  /** The line that the part's lines follow; null: the file is the task's own. */
  readonly after: string | null
  readonly lines: string
}

const tasks = 'src/science/tasks', engine = 'src/engine'
const own = `${tasks}/square.ts`

export const squareTask: readonly Part[] = [
  { name: null, file: own, after: null, lines: "import type { RegressionTraits } from './task-traits'" },
  { name: null, file: own, after: null, lines: 'export const square: RegressionTraits = {' },
  { name: 'its family', file: own, after: null, lines: "  family: 'regression'," },
  { name: 'its label', file: own, after: null, lines: "  label: 'compute x²'," },
  { name: 'its loss', file: own, after: null, lines: "  loss: 'squared-error'," },
  { name: 'its values', file: own, after: null, lines: "  values: 'signed'," },
  { name: 'its target', file: own, after: null, lines: "  target: 'square'," },
  { name: 'whether weights may be tied', file: own, after: null, lines: "  needsUntied: 'x² needs an encoder that can differ from its decoder'," },
  { name: 'its defaults', file: own, after: null, lines: '  defaults: { featureCount: 128, sparsity: 0.98, evaluationSamples: 16_384 },' },
  { name: null, file: own, after: null, lines: '}' },

  { name: 'the kind of its target', file: `${tasks}/task-traits.ts`, after: "export type TargetKind = 'identity' | 'absolute' | 'conjunction'", lines: "  | 'square'" },
  { name: null, file: `${tasks}/targets.ts`, after: 'export const targets = {', lines: '  square: {' },
  { name: 'its answer', file: `${tasks}/targets.ts`, after: '  square: {', lines: '    answer: (inputs) => inputs.map((x) => x * x),' },
  { name: 'its parts', file: `${tasks}/targets.ts`, after: '    answer: (inputs) => inputs.map((x) => x * x),', lines: '    parts: itself,' },
  { name: null, file: `${tasks}/targets.ts`, after: '    parts: itself,', lines: '  },' },
  { name: null, file: `${tasks}/task.ts`, after: "import { reconstruction } from './reconstruction'", lines: "import { square } from './square'" },
  { name: 'its row among the tasks', file: `${tasks}/task.ts`, after: 'const regressions = {', lines: '  square,' },

  ...['residual', 'autoencoder'].map((model): Part => ({
    name: `what counts as learned by the ${model} model`, file: `src/science/models/${model}.ts`, after: '  tasks: {', lines: "    square: { count: 'featuresBySoftR2', refused: null },",
  })),
  { name: 'its default model', file: 'src/experiment/kinds.ts', after: 'const defaultModels = {', lines: "  square: 'residual'," },

  { name: 'its kernel in the cpu engine', file: `${engine}/cpu/kernel-table.ts`, after: '  targets: { // assembly/target.ts', lines: '    square: { ABSOLUTE_TARGET: 0, CONJUNCTION: 0, isWritten: true },' },
  { name: 'its kernel in the webgpu engine', file: `${engine}/fused/kernel-table.ts`, after: '  targets: { // target.wgsl', lines: '    square: null,' },
  { name: 'its target in the tfjs engine', file: `${engine}/reference/kernel-table.ts`, after: '  targets: {', lines: '    square: { isInputs: false },' },
]
