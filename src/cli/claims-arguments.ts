/** What `npm run claims` is asked for; every problem at once. */
import { catalogue } from '../../experiments/index'
import type { EngineChoice } from '../protocol/engines'
import { claimIds, claimOf } from '../science/claims/registry'
import { controlPresets } from '../science/conclusions/controls'
import { engineUsage, readEngine } from './engine-option'
import { quoted, type Problem } from '../experiment/problem'

export interface ClaimsArguments {
  readonly presets: readonly string[] // in the order of the report
  readonly full: boolean
  readonly seeds: number | null
  readonly engine: EngineChoice
  readonly threads: number | null
  readonly resume: boolean
  /** Judge what is trained already and write the report; train nothing. */
  readonly judge: boolean
}

export const claimsUsage = `npm run claims -- [preset … | controls]    trains presets and writes docs/claims.md from what they give
  --full                          the full form instead of the preview
  --seeds <n>                     this many replicates instead of the form's own
  ${engineUsage}   what trains (auto: the fastest that works here)
  --threads <n>                   most CPU trainers at once (one per core)
  --resume                        continue what .cache/claims holds; no run is trained twice
  --judge                         train nothing: judge again what .cache/claims holds whole`

/** Presets that some claim is about, in the order of the report. */
export const presetsWithClaims: readonly string[] = [...new Set(claimIds.map((id) => claimOf(id).preset))]

export function readClaimsArguments(words: readonly string[]): { readonly read: ClaimsArguments; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const asked = new Set<string>(), flags = new Set<string>()
  const values = new Map<string, string>()
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (['--full', '--resume', '--judge'].includes(word)) flags.add(word)
    else if (['--seeds', '--engine', '--threads'].includes(word)) values.set(word, words[++at] ?? '')
    else if (word.startsWith('--')) problems.push({ path: quoted(word), allowed: '--full, --seeds, --engine, --threads, --resume, --judge', received: 'an option that does not exist' })
    else if (word === 'controls') controlPresets.forEach((preset) => asked.add(preset))
    else if (presetsWithClaims.includes(word)) asked.add(word)
    else {
      const known = catalogue.some(({ id }) => id === word)
      problems.push({ path: 'preset', allowed: `controls, ${presetsWithClaims.join(', ')}`, received: quoted(word), ...(known && { reason: 'no claim is about this preset yet' }) })
    }
  }
  const whole = (name: string, most: number): number | null => {
    const text = values.get(name)
    if (text === undefined) return null
    if (/^[1-9]\d{0,5}$/.test(text) && Number(text) <= most) return Number(text)
    problems.push({ path: name, allowed: `a whole number from 1 to ${most}`, received: quoted(text) })
    return null
  }
  const engine = readEngine(values.get('--engine') ?? 'auto')
  if (typeof engine !== 'string') problems.push(engine)
  return {
    problems,
    read: {
      presets: presetsWithClaims.filter((preset) => asked.size === 0 || asked.has(preset)),
      full: flags.has('--full'), resume: flags.has('--resume'), judge: flags.has('--judge'),
      seeds: whole('--seeds', 1024), threads: whole('--threads', 256), engine: typeof engine === 'string' ? engine : 'auto',
    },
  }
}
