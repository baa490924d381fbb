/**
 * Initial parameters, bit-identical in every browser: float64 with portable operations, rounded once to float32.
 * Which law a tensor has says the model's record; element e comes from word e of the stream [seeds.init, purpose[law.stream]],
 * so no tensor depends on another. Normals of deviation √(2/(n + m)) are Xavier's [notebook of Elhage et al. 2022].
 */
import { invariant } from '../invariant'
import { parameterLayout } from '../models/model'
import type { DrawnTensor, TensorRow } from '../models/model-record'
import { orthonormaliseRows, scaleRow } from '../linear-algebra/orthonormal-rows'
import { normalOfWord } from '../random/normal'
import { streamWords } from '../random/stream-words'
import { purpose } from '../random/streams'
import type { RunSpec } from './run-spec'

/** Parameters before the first step, frozen ones included, in the layout of `parameterLayout(run)`. Returns [P]. */
export function initialParameters(run: RunSpec): Float32Array {
  const layout = parameterLayout(run)
  const parameters = new Float32Array(layout.total)
  for (const { offset, size, ...row } of layout.tensors) {
    if (row.initial.kind === 'zero') continue
    parameters.set(row.initial.kind === 'orthonormal' ? remembered(run, () => drawn(run, row, size)) : drawn(run, row, size), offset)
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

function drawn({ seeds }: RunSpec, { initial: law, shape }: TensorRow, size: number): Float64Array {
  const normals = (stream: DrawnTensor): Float64Array => Float64Array.from(streamWords(seeds.init, purpose[stream], size), normalOfWord)
  const columns = shape[shape.length - 1]
  switch (law.kind) {
    case 'zero': return new Float64Array(size)
    case 'normal': return times(normals(law.stream), law.deviation)
    case 'rows': return scaleRows(normals(law.stream), columns, law.norm)
    case 'orthonormal': {
      invariant(law.norm === 1, () => 'an orthonormal embedding has rows of norm 1: embeddingNorm must be unit')
      const rows = normals(law.stream)
      orthonormaliseRows(rows, shape[0], columns)
      return rows
    }
  }
  law satisfies never
}

function times(tensor: Float64Array, factor: number): Float64Array {
  for (let e = 0; e < tensor.length; e++) tensor[e] *= factor
  return tensor
}

function scaleRows(tensor: Float64Array, columns: number, norm: number): Float64Array {
  for (let e = 0; e < tensor.length; e += columns) scaleRow(tensor.subarray(e, e + columns), norm)
  return tensor
}
