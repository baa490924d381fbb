/**
 * Trained weights of a sweep as one safetensors file. Tensors are named `<run id>.<tensor>`, layers apart
 * (`<run id>.layers.<l>.W_in`), so that each has the shape its equation gives it; the metadata say what each run is,
 * which link gives it again, and what computed it.
 */
import { parameterLayout, type Network } from '../../science/models/model'
import type { NamedTensor, TensorFile } from './safetensors'
import type { RunRecord } from '../keeping/run-record'

/** A finished run, whose weights are here. */
export type TrainedRun = RunRecord & { readonly parameters: Float32Array }

export const hasWeights = (record: RunRecord): record is TrainedRun => record.status.kind === 'finished' && record.parameters !== null

/** @param link '#1.…' of the experiment  @param records those without weights are left out */
export function weightsFile(records: readonly RunRecord[], link: string): TensorFile {
  const trained = records.filter(hasWeights)
  const runs = Object.fromEntries(trained.map(({ id, index, replicate, spec, environment }) =>
    [id, { index, replicate, spec, engine: environment?.engine, engineVersion: environment?.engineVersion, adapter: environment?.adapter }]))
  return {
    metadata: { format: 'pt', made_by: 'superposition-lab', experiment: link, runs: JSON.stringify(runs) },
    tensors: trained.flatMap(({ id, spec, parameters }) => tensorsOf(spec, parameters).map((tensor) => ({ ...tensor, name: `${id}.${tensor.name}` }))),
  }
}

/** @param parameters [P], all tensors */
export function tensorsOf(network: Network, parameters: Float32Array): NamedTensor[] {
  return parameterLayout(network).tensors.flatMap(({ name, axes, shape, offset, size }): NamedTensor[] => {
    const values = parameters.subarray(offset, offset + size)
    if (!axes.startsWith('l')) return [{ name, shape, values }]
    const [layers, ...rest] = shape
    const each = size / layers
    return Array.from({ length: layers }, (_, l) => ({ name: `layers.${l}.${name}`, shape: rest, values: values.subarray(l * each, (l + 1) * each) }))
  })
}
