/** Hostile links, files and specs from a seed, and what must hold of any of them. */
import { deflateSync } from 'fflate'
import { encodeBase64Url } from '../../src/experiment/base64url'
import { canonicalJson } from '../../src/experiment/canonical'
import { checkField } from '../../src/experiment/check-field'
import { differencesFromDefaults } from '../../src/experiment/differences'
import { valueAt, withoutValueAt, withValueAt } from '../../src/experiment/edit'
import type { Experiment } from '../../src/experiment/experiment'
import { assumeKinds, readKinds } from '../../src/experiment/kinds'
import { maxRuns } from '../../src/experiment/limits'
import { decodeLink, encodeLink } from '../../src/experiment/link'
import { parseExperiment, parseExperimentText } from '../../src/experiment/parse'
import { planSweep } from '../../src/experiment/plan'
import type { Problem } from '../../src/experiment/problem'
import { describeProblem } from '../../src/experiment/problem'
import type { Result } from '../../src/experiment/result'
import { exists, fields } from '../../src/experiment/schema'
import { Chance, randomDraft, randomExperiments } from './spec-random-drafts'

export interface CampaignReport {
  readonly cases: number
  readonly accepted: number
  readonly slowestMilliseconds: number // said, not judged: a hang runs into the test's timeout
}

/** Tries `count` cases; throws with the case's number on the first that breaks a promise. */
export function campaign<T>(count: number, seed: number, make: (chance: Chance) => T, open: (hostile: T) => Result<Experiment, readonly Problem[]>): CampaignReport {
  let accepted = 0
  let slowestMilliseconds = 0
  for (let index = 0; index < count; index++) {
    const hostile = make(new Chance(seed + index))
    try {
      const [result, milliseconds] = timed(() => open(hostile))
      slowestMilliseconds = Math.max(slowestMilliseconds, milliseconds)
      if (result.ok) {
        accepted += 1
        requireSound(result.value)
      } else requireWords(result.error)
    } catch (error) {
      throw new Error(`case ${index} of seed ${seed} (${String(hostile).slice(0, 200)}): ${String(error)}`, { cause: error })
    }
  }
  return { cases: count, accepted, slowestMilliseconds }
}

export function timed<T>(work: () => T): [T, number] {
  const start = performance.now()
  const value = work()
  return [value, performance.now() - start]
}

function requireWords(problems: readonly Problem[]): void {
  if (problems.length === 0) throw new Error('refused without a problem')
  for (const problem of problems) {
    const line = describeProblem(problem)
    if (problem.allowed === '' || problem.received === '' || line.length > 700 || /[\p{Cc}\u202a-\u202e\p{Surrogate}]/u.test(line)) throw new Error(`unfit words: ${JSON.stringify(line)}`)
  }
}

/** Within every bound, exactly the fields of its kinds, plannable, and itself again through a link. */
function requireSound(experiment: Experiment): void {
  const kinds = assumeKinds(readKinds(experiment))
  const bad = fields.filter((field) => exists(field, kinds)).flatMap((field) => checkField(field, field.path, valueAt(experiment, field.path) ?? field.leftOutAt))
  if (bad.length > 0) throw new Error(`accepted outside its bounds: ${bad.map(describeProblem).join('; ')}`)
  const again = parseExperiment(experiment)
  if (!again.ok || canonicalJson(again.value) !== canonicalJson(experiment)) throw new Error('accepted, but not as itself')
  const { runs, groups } = planSweep(experiment)
  if (runs.length === 0 || runs.length > maxRuns || groups.length === 0) throw new Error(`accepted, but plans ${runs.length} runs`)
  const back = decodeLink(encodeLink(experiment))
  if (!back.ok || canonicalJson(back.value.experiment) !== canonicalJson(experiment)) throw new Error('accepted, but its link opens as something else')
}

const models = randomExperiments(99, 60).filter(({ seeds, training }) => seeds.count * training.learningRate.length < 30)
const links = models.map((experiment) => encodeLink(experiment))
const texts = models.map((experiment) => canonicalJson(differencesFromDefaults(experiment)))
const fragments = [
  '"__proto__":', '{"__proto__":{"task":1}}', '1e999', '-0', '-1e-999', 'NaN', 'Infinity', 'null', '[[[[[[[[[[[[[[[[[[[[', '}}}}', '"\\ud800"', '\ud800', '\u0000', '\ufeff',
  '\u202e', '"constructor":1,', ',', ':', '"', '\\', '[]', '{}', 'true', '0.1', '99999999999999999999', '1e-5', '"kind":"recall",', '"kind":"autoencoder",', '漢😀', '"seeds":{"count":1e3},',
]

/** Splices, cuts, doublings and hostile fragments at random places. */
export function mutatedText(text: string, chance: Chance): string {
  let mutated = text
  for (let changes = 1 + chance.below(3); changes > 0; changes--) {
    const at = chance.below(mutated.length + 1)
    const length = chance.below(chance.real() < 0.8 ? 4 : 40)
    const put = chance.pick([
      '', '', String.fromCharCode(32 + chance.below(95)), String(chance.below(100)), chance.pick(fragments), mutated.slice(at, at + chance.below(30)),
      chance.pick(fragments).repeat(1 + chance.below(50)),
    ])
    mutated = mutated.slice(0, at) + put + mutated.slice(at + length)
  }
  return mutated
}

const withReceipt = encodeLink(models[0], 'section=runs;feature=1', {
  runs: 4, environments: [{ engine: 'cpu', engineVersion: '2', adapter: 'a CPU' }],
  sample: [0, 2].map((index) => ({ index, environment: 0, start: '0123abcd', end: 'dcba3210', loss: 0.5, count: 3 })),
})

/** Up to 10 MB behind at most 13,000 characters. */
const bombs = [32, 91, 123, 255].flatMap((byte) => [70_000, 1_000_000, 10_000_000].map((size) =>
  encodeBase64Url(deflateSync(new Uint8Array(size).fill(byte)))))

export function hostileLink(chance: Chance): string {
  const link = chance.pick(links)
  const [, payload, digest] = link.split('.')
  switch (chance.below(9)) {
    case 8: return mutatedText(withReceipt, chance)
    case 0: return link.slice(0, chance.below(link.length + 1))
    case 1: return `#1.${payload}.${chance.pick(links).split('.')[2]}`
    case 2: return `#${chance.below(1000)}.${payload}.${digest}`
    case 3: return `#1.${encodeBase64Url(deflateSync(new TextEncoder().encode(mutatedText(chance.pick(texts), chance))))}.${digest}`
    case 4: return `#1.${chance.pick(bombs)}.${digest}`
    case 5: return `#1.${encodeBase64Url(Uint8Array.from({ length: chance.below(200) }, () => chance.below(256)))}.${digest}`
    case 6: return `${link}${chance.pick(['', '~tab=law', '~<script>', '~', '#', '?', '/', '%00', '\u202e', '.'])}`
    default: return mutatedText(link, chance)
  }
}

export function hostileFile(chance: Chance): string {
  if (chance.real() < 0.01) return chance.pick(['[', '{"a":', ' ', '"']).repeat(chance.below(300_000))
  return mutatedText(chance.pick(texts), chance)
}

const cyclic: Record<string, unknown> = {}
cyclic.task = cyclic
const oddValues: readonly unknown[] = [
  Number.NaN, Infinity, -Infinity, -0, 0, 1, -1, 0.5, 1e308, 5e-324, 2 ** 32, 2 ** 53, 10n ** 30n, '', 'full', 'recall', '1', '\ud800', '\u202e', 'x'.repeat(100_000),
  null, undefined, true, [], {}, [[]], [1, 1], [0.5, Number.NaN], Array.from({ length: 100_000 }, (_, index) => index), new Array(5), new Date(0), new Float64Array(3), new Map(),
  cyclic, Object.create(null), JSON.parse('{"__proto__":{"kind":"recall"}}'), Symbol('s'), () => 1, { width: 1, depth: 1, neurons: 1 }, [{ width: 2, depth: 1, neurons: 2 }],
]
function values(chance: Chance): unknown {
  const kind = chance.below(10)
  if (kind === 0) return chance.below(10_000)
  return kind === 1 ? chance.real() * 10 ** (chance.below(40) - 20) : chance.pick(oddValues)
}
const names = ['__proto__', 'constructor', 'toString', 'kind', 'length', '', ' ', 'task', 'x', '\u202e', 'hasOwnProperty', '0', 'y'.repeat(10_000)]

export function hostileSpec(chance: Chance): unknown {
  let draft: unknown = chance.real() < 0.5 ? randomDraft(chance) : structuredClone(chance.pick(models))
  for (let changes = chance.below(4); changes > 0; changes--) {
    const { path } = chance.pick(fields)
    switch (chance.below(5)) {
      case 0: draft = withoutValueAt(draft, path); break
      case 1: draft = withValueAt(draft, path.split('.')[0], values(chance)); break
      case 2: draft = { ...withValueAt(draft, path, values(chance)), ...(JSON.parse(`{${JSON.stringify(chance.pick(names))}:1}`) as object) }; break
      default: draft = withValueAt(draft, path, values(chance))
    }
  }
  return chance.real() < 0.02 ? values(chance) : draft
}

export const openLink = (link: string): Result<Experiment, readonly Problem[]> => {
  const decoded = decodeLink(link)
  return decoded.ok ? { ok: true, value: decoded.value.experiment } : decoded
}
export const openFile = parseExperimentText
export const openSpec = parseExperiment
