/**
 * A Python file that rebuilds the networks of a sweep in PyTorch from their weights file and checks a forward pass of
 * each on the lab's own first held-out samples. The program is `rebuild.py`; here its tables are filled in.
 */
import { forward } from '../../science/models/forward'
import { isRecall } from '../../science/tasks/task'
import { evaluationInputs } from '../../science/training/evaluation-inputs'
import { allKeys } from '../../science/training/batch'
import type { RunSpec } from '../../science/training/run-spec'
import { float32ToBase64 } from '../keeping/float-text'
import program from './rebuild.py?raw'
import type { RunRecord } from '../keeping/run-record'
import { hasWeights, tensorsOf } from './weights-file'

/** So many samples of each run are checked, fewer where there are many runs: the script stays a file one can open. */
const mostSamples = 8
const mostNumbers = 250_000

/** @param link '#1.…' of the experiment  @param records those without weights are left out */
export function torchScript(records: readonly RunRecord[], link: string): string {
  const trained = records.filter(hasWeights)
  const rowLength = trained.reduce((sum, { spec }) => sum + spec.task.featureCount, 0)
  const samples = Math.max(1, Math.min(mostSamples, Math.floor(mostNumbers / Math.max(1, rowLength))))
  const batches: Record<string, string> = {}
  const runs: Record<string, unknown> = {}
  for (const { id, spec, parameters } of trained) {
    const inputs = checkInputs(spec, samples)
    const text = float32ToBase64(inputs)
    const key = Object.keys(batches).find((name) => batches[name] === text) ?? `batch ${Object.keys(batches).length}`
    batches[key] = text
    const outputs = Float32Array.from(forward(spec, parameters, inputs).outputs)
    runs[id] = { spec, tensors: tensorsInOrder(spec, parameters), batch: key, outputs: float32ToBase64(outputs) }
  }
  return [['EXPERIMENT = ""', link], ['BATCHES = {}', batches], ['RUNS = {}', runs]]
    .reduce((text, [line, value]) => fillIn(text, line as string, value), program)
}

/** The first held-out samples, or the first keys of recall. Returns [b, f]. */
export function checkInputs(spec: RunSpec, samples: number): Float32Array {
  const n = spec.task.featureCount
  if (isRecall(spec.task)) return allKeys(n).subarray(0, Math.min(samples, n) * n)
  return Float32Array.from(evaluationInputs({ ...spec, task: spec.task }, 0, samples))
}

/** As they lie in the flat vector: a tensor with layers is its layers one after the other. */
function tensorsInOrder(spec: RunSpec, parameters: Float32Array): readonly (readonly [name: string, shape: readonly number[]])[] {
  return tensorsOf(spec, parameters).map(({ name, shape }) => [name, shape])
}

/** Python reads JSON through `json.loads`: its true and null are not Python's. */
function fillIn(text: string, line: string, value: unknown): string {
  const [name] = line.split(' ')
  const literal = typeof value === 'string' ? JSON.stringify(value) : `json.loads(r'''${JSON.stringify(value)}''')`
  const at = text.indexOf(`\n${line}`)
  if (at < 0) throw new Error(`rebuild.py has no line ${line}`)
  return `${text.slice(0, at + 1)}${name} = ${literal}${text.slice(at + 1 + line.length)}`
}
