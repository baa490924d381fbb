/** Why an engine cannot train a run, by its table of kernels; and which engines can. */
import type { NamedChoice } from '../protocol/engines'
import type { RunSpec } from '../science/training/run-spec'
import { cpuKernels } from './cpu/kernel-table'
import { fusedKernels } from './fused/kernel-table'
import { kernelChoices, type KernelTable } from './kernel-table'
import { referenceKernels } from './reference/kernel-table'

const kernelTables = { webgpu: fusedKernels, cpu: cpuKernels, tfjs: referenceKernels } as const satisfies Readonly<Record<NamedChoice, KernelTable>>

/** @returns a sentence that names engine, field, value and the way out; null where every kernel is there */
export function refusal(choice: NamedChoice, run: Pick<RunSpec, 'task' | 'model'>, table: KernelTable = kernelTables[choice]): string | null {
  const missing = kernelChoices(run).find(({ isIn }) => !isIn(table))
  if (missing === undefined) return null
  const able = Object.entries(kernelTables).filter(([, other]) => kernelChoices(run).every(({ isIn }) => isIn(other))).map(([name]) => name)
  const others = able.filter((name) => name !== choice).join(' or ')
  const wayOut = others === '' ? `choose another ${missing.field}` : `choose the ${others} engine, or another ${missing.field}`
  return `the ${choice} engine has no kernel for ${missing.field} '${missing.value}': ${wayOut}`
}
