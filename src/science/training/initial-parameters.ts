/**
 * Initial parameters, bit-identical in every browser: float64 with portable operations, rounded once to float32.
 * Element e of tensor T comes from word e of the stream [seeds.init, purpose[T]], so no tensor depends on another.
 *
 * | tensor | law |
 * |---|---|
 * | W, V of an autoencoder | N(0, 2/(n + m)), Xavier-normal [notebook of Elhage et al. 2022] |
 * | W_in | N(0, 2/d) |
 * | W_out | N(0, 1/m) |
 * | E | normal rows scaled to norm 1 or √d; orthonormal: Gram–Schmidt of normal rows, norm 1; tied, untied: W of an autoencoder of the same seed |
 * | U | normal rows scaled to norm `unembeddingNorm`; untied: E |
 * | b, b_in, b_U | 0 |
 */
import { invariant } from '../invariant'
import { type ResidualModel, type TensorName, parameterLayout } from '../models/model'
import { orthonormaliseRows, scaleRow } from '../linear-algebra/orthonormal-rows'
import { normalOfWord } from '../random/normal'
import { streamWords } from '../random/stream-words'
import { purpose } from '../random/streams'
import type { RunSpec } from './run-spec'

/** Parameters before the first step, frozen ones included, in the layout of `parameterLayout(run)`. Returns [P]. */
export function initialParameters(run: RunSpec): Float32Array {
  const layout = parameterLayout(run)
  const parameters = new Float32Array(layout.total)
  for (const { name, offset, size } of layout.tensors) {
    if (name === 'b' || name === 'b_in' || name === 'b_U') continue
    const { model } = run
    const slow = name === 'E' && model.kind === 'residual' && model.embedding === 'orthonormal'
    parameters.set(slow ? remembered(run, () => initialTensor(run, name, size)) : initialTensor(run, name, size), offset)
  }
  return parameters
}

/** Numbers that remembered embeddings may take: eight of 1024 x 1024 (32 MiB). The last one is kept whatever its size. */
const mostRemembered = 2 ** 23
const embeddings = new Map<string, Float32Array>() // oldest first

/** Orthonormal E, O(n²d), seconds at n = d = 1024: drawn once for all runs of a seed and size, which differ in learning rate, say. */
function remembered({ seeds, task, shape }: RunSpec, draw: () => Float64Array): Float32Array {
  const key = `${seeds.init} ${task.featureCount} ${shape.width}`
  const values = embeddings.get(key) ?? Float32Array.from(draw())
  embeddings.delete(key)
  embeddings.set(key, values) // the latest
  let numbers = [...embeddings.values()].reduce((sum, { length }) => sum + length, 0)
  for (const [oldest, { length }] of embeddings) {
    if (numbers <= mostRemembered || oldest === key) break
    embeddings.delete(oldest)
    numbers -= length
  }
  return values
}

function initialTensor(run: RunSpec, name: Exclude<TensorName, 'b' | 'b_in' | 'b_U'>, size: number): Float64Array {
  const { task, model, shape, seeds } = run
  const isToy = model.kind === 'autoencoder' || ((name === 'E' || name === 'U') && startsAsToy(model))
  const tensor = Float64Array.from(streamWords(seeds.init, purpose[isToy && name !== 'V' ? 'W' : name], size), normalOfWord)
  if (isToy) return times(tensor, Math.sqrt(2 / (task.featureCount + shape.width)))
  switch (name) {
    case 'W_in': return times(tensor, Math.sqrt(2 / shape.width))
    case 'W_out': return times(tensor, Math.sqrt(1 / shape.neurons))
    case 'E':
      if (model.embedding === 'orthonormal') {
        invariant(model.embeddingNorm === 'unit', () => 'an orthonormal embedding has rows of norm 1: embeddingNorm must be unit')
        orthonormaliseRows(tensor, task.featureCount, shape.width)
        return tensor
      }
      return scaleRows(tensor, shape.width, model.embeddingNorm === 'unit' ? 1 : Math.sqrt(shape.width))
    case 'U': return scaleRows(tensor, shape.width, model.unembeddingNorm)
    default: throw new Error(`a residual network has no tensor ${name}`)
  }
}

/** Whether E is the toy model's W at the start, so that a network without layers starts where the autoencoder does. */
const startsAsToy = ({ embedding }: ResidualModel): boolean => embedding === 'tied' || embedding === 'untied'

function times(tensor: Float64Array, factor: number): Float64Array {
  for (let e = 0; e < tensor.length; e++) tensor[e] *= factor
  return tensor
}

function scaleRows(tensor: Float64Array, columns: number, norm: number): Float64Array {
  for (let e = 0; e < tensor.length; e += columns) scaleRow(tensor.subarray(e, e + columns), norm)
  return tensor
}
