/** What the user asked for on the command line; every problem at once. */
import type { EngineChoice } from '../protocol/engines'
import { engineUsage, readEngine } from './engine-option'
import { quoted, type Problem } from '../experiment/problem'
import { splitOption } from './read-words'

export interface SweepArguments {
  readonly experiment: string // preset, file or link
  readonly out: string
  readonly engine: EngineChoice
  readonly preview: boolean
  readonly seeds: number | null
  readonly resume: boolean
  /** Add learning rates while a row's best lies at the edge of its grid. */
  readonly extendRates: boolean
  /** Most CPU trainers at once; null: one per core. */
  readonly threads: number | null
  /** Write the trained parameters too. */
  readonly parameters: boolean
}

export const sweepUsage = `npm run sweep -- <preset | file.json | link> --out results.ndjson
  ${engineUsage}   what trains (auto: the fastest that works here)
  --preview                       the preset's small form, about a minute on a laptop GPU
  --seeds <n>                     this many replicates instead of the experiment's own
  --resume                        continue an existing results file; no run is trained twice
  --extend-rates                  add a rate and train on while a best learning rate lies at the edge of its grid
  --threads <n>                   most CPU trainers at once (one per core)
  --parameters                    keep the trained parameters in the file too`

const flags = ['--preview', '--resume', '--parameters', '--extend-rates']
const options = ['--out', '--engine', '--seeds', '--threads']

/** What could be read, even of a bad command line: so that the experiment's problems can be named with the others. */
export interface ReadArguments {
  readonly read: Omit<SweepArguments, 'experiment' | 'out'> & { readonly experiment: string | null; readonly out: string | null }
  readonly problems: readonly Problem[]
}

export function readSweepArguments(words: readonly string[]): ReadArguments {
  const problems: Problem[] = []
  const given = new Map<string, string>()
  const positional: string[] = []
  for (let at = 0; at < words.length; at++) {
    const [word, inline] = splitOption(words[at])
    if (!word.startsWith('--')) positional.push(words[at])
    else if (given.has(word)) problems.push({ path: word, allowed: 'once', received: 'twice' })
    else if (flags.includes(word) && inline === null) given.set(word, '')
    else if (options.includes(word)) {
      const value = inline ?? (at + 1 < words.length && !words[at + 1].startsWith('--') ? words[++at] : null)
      if (value === null || value === '') problems.push({ path: word, allowed: 'a value after it', received: 'nothing' })
      given.set(word, value ?? '')
    } else problems.push({ path: quoted(word), allowed: [...options, ...flags].join(', '), received: 'an option that does not exist' })
  }
  if (positional.length !== 1) {
    const received = positional.length === 0 ? 'nothing' : positional.map(quoted).join(', ')
    problems.push({ path: 'experiment', allowed: 'one preset, file or link', received })
  }
  if (!given.has('--out')) problems.push({ path: '--out', allowed: 'the file to write results to', received: 'nothing' })
  if (given.get('--out') === '-') problems.push({ path: '--out', allowed: 'a file', received: "'-'", reason: 'results are written so that a sweep can resume, which a stream cannot' })
  const engine = readEngine(given.get('--engine') || 'auto') // an empty one is a problem already
  if (typeof engine !== 'string') problems.push(engine)
  const count = (name: string, most: number): number | null => {
    const text = given.get(name)
    if (text === undefined || text === '') return null
    if (/^[1-9]\d{0,5}$/.test(text) && Number(text) <= most) return Number(text)
    problems.push({ path: name, allowed: `a whole number from 1 to ${most}`, received: quoted(text) })
    return null
  }
  const seeds = count('--seeds', 1024)
  const threads = count('--threads', 256)
  return {
    problems,
    read: {
      experiment: positional.length === 1 ? positional[0] : null, out: given.get('--out') || null,
      engine: typeof engine === 'string' ? engine : 'auto', seeds, threads,
      preview: given.has('--preview'), resume: given.has('--resume'), parameters: given.has('--parameters'), extendRates: given.has('--extend-rates'),
    },
  }
}
