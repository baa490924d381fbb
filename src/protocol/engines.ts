/**
 * The engines, counted once: what may be asked for, what answers, and what hangs on which. Types, the lists that schemas
 * accept, options of the command line and of the page, tiers and `sameEnvironment` all follow from these two tables; nothing
 * else compares an engine's name. docs/add-an-engine.md says what a further one needs.
 */

interface ChoiceTraits {
  /** Completes "compute on …". */
  readonly label: string
  /** May open a GPU: in Node that is done in a process of its own (decision 0237). */
  readonly opensGpu: boolean
}

/** What a user may ask for. `auto` takes the fastest that works, by measurement, and says which. */
export const choiceTraits = {
  auto: { label: 'the fastest that works', opensGpu: true },
  webgpu: { label: 'WebGPU', opensGpu: true },
  cpu: { label: 'the CPU', opensGpu: false },
  tfjs: { label: 'TensorFlow.js (reference)', opensGpu: true },
} as const satisfies Readonly<Record<string, ChoiceTraits>>
export type EngineChoice = keyof typeof choiceTraits
/** A choice that names its engine. */
export type NamedChoice = Exclude<EngineChoice, 'auto'>

interface EngineTraits {
  /** What a user asks for to get it. */
  readonly choice: NamedChoice
  /** Its bits follow from the run and the engine's version, in every browser and in Node; else from adapter and platform too. */
  readonly hasPortableBits: boolean
  /** One per core where trainers share nothing; one where all would share the device, or where it is for reference only. */
  readonly trainers: 'one-per-core' | 'one'
  readonly isGpu: boolean
}

/** What trains, by the name that every result carries. */
export const engineTraits = {
  webgpu: { choice: 'webgpu', hasPortableBits: false, trainers: 'one', isGpu: true },
  cpu: { choice: 'cpu', hasPortableBits: true, trainers: 'one-per-core', isGpu: false },
  'tfjs-webgpu': { choice: 'tfjs', hasPortableBits: false, trainers: 'one', isGpu: true },
  'tfjs-wasm': { choice: 'tfjs', hasPortableBits: false, trainers: 'one', isGpu: false },
  'tfjs-cpu': { choice: 'tfjs', hasPortableBits: false, trainers: 'one', isGpu: false },
} as const satisfies Readonly<Record<string, EngineTraits>>
export type EngineName = keyof typeof engineTraits

export const engineNames = Object.keys(engineTraits) as readonly EngineName[]
export const choiceNames = Object.keys(choiceTraits) as readonly EngineChoice[]
/** What is offered where another engine cannot: it needs no GPU, and its bits are the same everywhere. */
export const fallbackChoice = 'cpu' satisfies NamedChoice

export const isEngineName = (text: string): text is EngineName => Object.hasOwn(engineTraits, text)
export const isEngineChoice = (text: string): text is EngineChoice => Object.hasOwn(choiceTraits, text)

/** The choice that all these engines answer to; `auto` where there are several, or one that is not known here. */
export function sharedChoice(names: readonly string[]): EngineChoice {
  const choices = new Set(names.map((name) => (isEngineName(name) ? engineTraits[name].choice : 'auto')))
  const [first = 'auto'] = choices
  return choices.size === 1 ? first : 'auto'
}

/** How many trainers a sweep takes. @param cores how many may train at once where they share nothing */
export const trainersOf = (engine: EngineName, cores: number): number => (engineTraits[engine].trainers === 'one-per-core' ? Math.max(1, cores) : 1)
