/** What follows from a task's family alone. Whoever needs the *fields* of one family narrows by `isRecall` (task.ts) instead. */
import { type TaskKind, taskTraits } from './task'
import type { TaskFamily } from './task-traits'

export interface FamilyTraits {
  /** The loss on charts: of a batch in a sentence, held out as a title, its unit, and the unit behind a table's column. */
  readonly loss: { readonly ofBatch: string; readonly heldOut: string; readonly unit: string; readonly column: string }
  /** A step shows fresh samples, so more steps are more data; recall shows the same n keys every time. */
  readonly seesFreshData: boolean
  /** The count of features is an affine function of the loss: equal loss and equal counts are one hypothesis. */
  readonly countIsLoss: boolean
  /** Feature f is the same thing in two replicates. The classes of recall are permuted by the seed. */
  readonly labelsMean: boolean
}

const families = {
  regression: {
    seesFreshData: true, countIsLoss: false, labelsMean: true,
    loss: { ofBatch: 'squared error, summed over features', heldOut: 'held-out loss', unit: 'summed squared error', column: '' },
  },
  recall: {
    seesFreshData: false, countIsLoss: true, labelsMean: false,
    loss: { ofBatch: 'cross-entropy, nats', heldOut: 'cross-entropy', unit: 'nats', column: ' (nats)' },
  },
} as const satisfies Record<TaskFamily, FamilyTraits>

export const familyOf = ({ kind }: { readonly kind: TaskKind }): FamilyTraits => families[taskTraits[kind].family]
