import { describe, expect, it } from 'vitest'
import { forward } from '../../../../src/science/models/forward'
import { initialParameters } from '../../../../src/science/training/initial-parameters'
import { parameterLayout, type Network } from '../../../../src/science/models/model'
import { tensorViews } from '../../../../src/science/models/tensor-view'
import { float32FromBase64 } from '../../../../src/runner/keeping/float-text'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'
import { readSafetensors, writeSafetensors } from '../../../../src/runner/exports/safetensors'
import program from '../../../../src/runner/exports/rebuild.py?raw'
import { checkInputs, torchScript } from '../../../../src/runner/exports/torch-script'
import { tensorsOf, weightsFile } from '../../../../src/runner/exports/weights-file'
import { goldenCases } from '../../../golden/golden-case'

const link = '#1.abc.0123456789ab'
const finished: readonly RunRecord[] = goldenCases.map(({ name, run }, index) => ({
  id: name.padEnd(64, '0'), experimentId: 'e', index, replicate: 0, spec: run, status: { kind: 'finished' }, curve: { step: [], loss: [] },
  metrics: null, parameters: initialParameters(run), stepsPerSecond: 1,
  environment: { engine: 'cpu', engineVersion: '2', adapter: 'SIMD', software: true, details: {} },
}))
const bytesOf = (records: readonly RunRecord[]): Uint8Array => {
  const parts = writeSafetensors(weightsFile(records, link))
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

describe('a safetensors file', () => {
  it('is laid out as the format says, byte by byte', () => {
    const [head, values] = writeSafetensors({ tensors: [{ name: 'w', shape: [1, 2], values: Float32Array.of(1, -2) }], metadata: { a: 'b' } })
    const text = '{"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}'
    const padded = Math.ceil(text.length / 8) * 8
    expect([...head.subarray(0, 8)]).toEqual([padded, 0, 0, 0, 0, 0, 0, 0])
    expect(new TextDecoder().decode(head.subarray(8))).toBe(text.padEnd(padded, ' '))
    expect([...values]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]) // 1 and −2, IEEE 754, little-endian
  })

  it('gives every weight of every run back to the bit, named by run, tensor and layer, with its origin', () => {
    const read = readSafetensors(bytesOf(finished))
    if (!read.ok) throw new Error(read.error)
    expect(read.value.metadata.experiment).toBe(link)
    const runs = JSON.parse(read.value.metadata.runs) as Record<string, { spec: Network; engine: string }>
    const of = new Map(read.value.tensors.map((tensor) => [tensor.name, tensor]))
    for (const { id, spec, parameters } of finished) {
      expect(runs[id]).toMatchObject({ spec: JSON.parse(JSON.stringify(spec)) as object, engine: 'cpu', adapter: 'SIMD' })
      const tensor = tensorViews(spec, Float64Array.from(parameters!))
      for (const { name, axes, shape } of parameterLayout(spec).tensors) {
        const layers = axes.startsWith('l') ? shape[0] : null
        for (let l = 0; l < (layers ?? 1); l++) {
          const found = of.get(layers === null ? `${id}.${name}` : `${id}.layers.${l}.${name}`)!
          expect(found.shape).toEqual(layers === null ? shape : shape.slice(1))
          expect([...found.values]).toEqual([...tensor(name, layers === null ? undefined : l)])
        }
      }
    }
  })

  it('that is cut short, longer than it says or of another type is refused with a reason', () => {
    const bytes = bytesOf(finished.slice(0, 1))
    const verdict = (edited: Uint8Array): string => {
      const read = readSafetensors(edited)
      return read.ok ? 'accepted' : read.error
    }
    expect(verdict(bytes)).toBe('accepted')
    expect(verdict(bytes.subarray(0, bytes.length - 1))).toMatch(/cut short/)
    expect(verdict(Uint8Array.of(...bytes, 0))).toMatch(/after its last tensor/)
    expect(verdict(bytes.subarray(0, 40))).toMatch(/does not fit/)
    const half = new TextEncoder().encode(new TextDecoder('latin1').decode(bytes.subarray(0, 4000)).replace('"F32"', '"F16"').slice(8))
    expect(verdict(Uint8Array.of(...bytes.subarray(0, 8), ...half, ...bytes.subarray(8 + half.length)))).toMatch(/F16, not F32/)
  })

  it('holds nothing of a run that did not finish', () => {
    expect(weightsFile([{ ...finished[0], status: { kind: 'stopped', step: 3 }, parameters: null }], link).tensors).toEqual([])
  })
})

interface Checks { readonly runs: Record<string, { spec: object; tensors: [string, number[]][]; batch: string; outputs: string }>; readonly batches: Record<string, string> }

function checksOf(script: string): Checks {
  const table = (name: string): unknown => JSON.parse(new RegExp(`^${name} = json\\.loads\\(r'''(.*)'''\\)`, 'm').exec(script)![1])
  return { runs: table('RUNS') as Checks['runs'], batches: table('BATCHES') as Checks['batches'] }
}

describe('the PyTorch script', () => {
  const script = torchScript(finished, link)
  const { runs, batches } = checksOf(script)

  it('carries, for each run, the float64 outputs on its first held-out samples, rounded once', () => {
    expect(Object.keys(runs)).toEqual(finished.map(({ id }) => id))
    for (const { id, spec, parameters } of finished) {
      const inputs = float32FromBase64(batches[runs[id].batch])!
      expect([...inputs]).toEqual([...checkInputs(spec, inputs.length / spec.task.featureCount)])
      expect(inputs.some((value) => value !== 0)).toBe(true)
      const outputs = float32FromBase64(runs[id].outputs)!
      expect([...outputs]).toEqual([...Float32Array.from(forward(spec, parameters!, inputs).outputs)])
    }
  })

  // forward() itself is held to PyTorch's outputs by tests/golden; the script repeats that the other way round (npm run torch-check).
  it('names the tensors in the order of the flat vector, so that it reads NDJSON too', () => {
    for (const { id, spec, parameters } of finished) {
      expect(runs[id].tensors.map(([, shape]) => shape.reduce((a, b) => a * b, 1)).reduce((a, b) => a + b, 0)).toBe(parameters!.length)
      const inOrder = tensorsOf(spec, parameters!).flatMap(({ values }) => [...values])
      expect(inOrder).toEqual([...parameters!])
      expect(runs[id].tensors.map(([name]) => name)).toEqual(tensorsOf(spec, parameters!).map(({ name }) => name))
    }
  })

  it('knows every part of a model that the golden cases have, so that a new one is not rebuilt as if it were not there', () => {
    const onlyAtTheStart = ['embeddingNorm', 'unembeddingNorm'] // what trained weights already show
    const unknown = goldenCases.flatMap(({ name, run }) => Object.entries(run.model).flatMap(([part, value]) => {
      if (onlyAtTheStart.includes(part)) return []
      const named = [part, ...(typeof value === 'string' && part !== 'embedding' ? [value] : [])]
      return named.filter((word) => !program.includes(`"${word}"`)).map((word) => `${name}: ${part} ${word}`)
    }))
    expect(unknown).toEqual([])
  })

  it('stays a file one can open for a sweep of a thousand runs', () => {
    const many = Array.from({ length: 1000 }, (_, k): RunRecord => ({ ...finished[0], id: String(k).padStart(64, '0') }))
    expect(torchScript(many, link).length).toBeLessThan(3e6)
  })
})
