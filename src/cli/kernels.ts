/** `npm run kernels`: the WGSL that an experiment's runs are trained by, as it is compiled, without a device. */
import { planSweep } from '../experiment/plan'
import { describeProblem, quoted } from '../experiment/problem'
import { fusedRefusal } from '../engine/fused/fused-engine'
import { withFileMarkers } from '../engine/fused/compose'
import { type Kernel, composeKernel, kernelsOf } from '../engine/fused/kernels'
import { type Tuning, tunings } from '../engine/fused/tuning'
import type { EngineChoice } from '../protocol/engines'
import type { RunSpec } from '../science/training/run-spec'
import { readEngine } from './engine-option'
import { exitCode, type ExitCode } from './exit-code'
import { findExperiment } from './find-experiment'
import type { Terminal } from './progress-text'

const adapters = Object.keys(tunings) as readonly Tuning['name'][]

export const kernelsUsage = `npm run kernels -- <preset | file.json | link>
  --engine webgpu                 the only engine whose kernels are composed per shape
  --list                          names, files, bindings and sizes only
  --preview                       the preset's small form
  --adapter ${adapters.join('|')}     the class of adapter they are sized for (software)
  --no-subgroups                  as on adapters that cannot hand rows round a quad`

/** Why there is no text to print for an engine; null: there is. */
const withoutKernelText = {
  auto: 'it is a choice among engines', webgpu: null, cpu: 'all runs share those of src/engine/cpu/assembly', tfjs: 'TensorFlow.js has its own',
} as const satisfies Readonly<Record<EngineChoice, string | null>>

interface Asked {
  readonly experiment: string
  readonly preview: boolean
  readonly isList: boolean
  readonly adapter: Tuning['name']
  readonly subgroups: boolean
}

/** One text with one set of overrides: what the device compiles once. */
interface Compiled {
  readonly kernel: Kernel
  readonly run: RunSpec // the first that it trains
  readonly bytes: ReturnType<typeof kernelsOf>['bytes']
  groups: number
}

export function runKernels(words: readonly string[], output: Terminal, complaints: Terminal): ExitCode {
  const refuse = (...lines: readonly string[]): ExitCode => {
    complaints.write(`${[...lines, '', kernelsUsage].join('\n')}\n`)
    return exitCode.badInput
  }
  const asked = readKernelsArguments(words)
  if (typeof asked === 'string') return refuse(asked)
  const found = findExperiment({ ...asked, seeds: null })
  if (!found.ok) return refuse(...found.error.map(describeProblem))

  const compiled = new Map<string, Compiled>(), refusals = new Set<string>()
  const tuning = tunings[asked.adapter]
  for (const { runs } of planSweep(found.value).groups) {
    const run = runs[0].spec, refusal = fusedRefusal(run, tuning)
    if (refusal !== null) {
      refusals.add(refusal)
      continue
    }
    const { kernels, bytes } = kernelsOf(run, tuning, asked.subgroups, 1)
    for (const kernel of kernels) {
      const key = JSON.stringify([composeKernel(kernel).code, kernel.overrides])
      const known = compiled.get(key)
      if (known) known.groups += 1
      else compiled.set(key, { kernel, run, bytes, groups: 1 })
    }
  }
  for (const each of compiled.values()) {
    output.write(`${describeKernel(each)}\n`)
    if (!asked.isList) output.write(`\n${withFileMarkers(composeKernel(each.kernel))}\n`)
    output.write('\n')
  }
  for (const refusal of refusals) complaints.write(`note: not trained by these kernels: ${refusal}\n`)
  return compiled.size > 0 ? exitCode.done : exitCode.environment
}

/** Lines of WGSL comment, so that a printed text can be compiled as it stands. */
function describeKernel({ kernel, run: { task, shape }, bytes, groups }: Compiled): string {
  const { code } = composeKernel(kernel)
  return [
    `==== ${kernel.label}: ${task.kind} of ${task.featureCount} features, width ${shape.width}, depth ${shape.depth}, ${shape.neurons} neurons a layer`,
    `entry ${kernel.entryPoint}, ${code.split('\n').length} lines, compiled for ${groups === 1 ? 'one group' : `${groups} groups`}`,
    `files ${kernel.files.join(' ')}`,
    ...Object.entries(kernel.overrides).map(([name, value]) => `override ${name} = ${value}`),
    ...kernel.buffers.map((name, binding) => `binding ${binding} ${name}: ${bytes[name] ?? 0} bytes in a stack of one run`),
  ].map((line) => `// ${line}`).join('\n')
}

/** What was asked for, or what is wrong with the words. */
export function readKernelsArguments(words: readonly string[]): Asked | string {
  const experiments: string[] = []
  let isList = false, preview = false, subgroups = true
  let adapter: Tuning['name'] = 'software'
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === '--list') isList = true
    else if (word === '--preview') preview = true
    else if (word === '--no-subgroups') subgroups = false
    else if (word === '--engine') {
      const engine = readEngine(words[++at] ?? 'nothing')
      if (typeof engine !== 'string') return describeProblem(engine)
      const reason = withoutKernelText[engine]
      if (reason !== null) return `--engine ${engine} has no kernels to print: ${reason}`
    } else if (word === '--adapter') {
      const name = words[++at] ?? 'nothing', known = adapters.find((each) => each === name)
      if (known === undefined) return `--adapter: received ${quoted(name)}, allowed is ${adapters.join(', ')}`
      adapter = known
    } else if (word.startsWith('--')) return `${quoted(word)}: there is no such option`
    else experiments.push(word)
  }
  return experiments.length === 1 ? { experiment: experiments[0], preview, isList, adapter, subgroups } : 'one preset, file or link is needed'
}
