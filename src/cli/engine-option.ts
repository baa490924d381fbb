/** `--engine`, the same in every command: its text in the usage, and what may stand after it. */
import { quoted, type Problem } from '../experiment/problem'
import { choiceNames, isEngineChoice, type EngineChoice } from '../protocol/engines'

export const engineUsage = `--engine ${choiceNames.join('|')}`

/** The choice, or what is wrong with the word. */
export function readEngine(word: string): EngineChoice | Problem {
  return isEngineChoice(word) ? word : { path: '--engine', allowed: choiceNames.join(', '), received: quoted(word) }
}
