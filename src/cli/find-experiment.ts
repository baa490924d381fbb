/** A preset's name, an experiment file or a link -> the experiment, or all that is wrong with it. */
import { openSync, readSync, closeSync } from 'node:fs'
import { catalogue, catalogueEntry } from '../../experiments/index'
import type { Experiment } from '../experiment/experiment'
import { maxFileCharacters } from '../experiment/limits'
import { decodeLink } from '../experiment/link'
import { parseExperiment, parseExperimentText } from '../experiment/parse'
import { quoted, type Problem } from '../experiment/problem'
import { failure, success, type Result } from '../experiment/result'

export interface Wanted {
  readonly experiment: string
  readonly preview: boolean
  readonly seeds: number | null
}

export function findExperiment(wanted: Wanted): Result<Experiment, readonly Problem[]> {
  const found = named(wanted)
  if (!found.ok || wanted.seeds === null) return found
  const { seeds } = found.value
  return parseExperiment({ ...found.value, seeds: { ...seeds, count: wanted.seeds } })
}

function named({ experiment, preview }: Wanted): Result<Experiment, readonly Problem[]> {
  const entry = catalogueEntry(experiment)
  if (entry) return success(preview ? entry.preview : entry.full)
  if (preview) {
    return failure([{ path: '--preview', allowed: 'with a preset', received: quoted(experiment), reason: 'only presets have a preview form' }])
  }
  if (experiment.includes('#')) {
    const link = decodeLink(experiment)
    return link.ok ? success(link.value.experiment) : link
  }
  const text = readFile(experiment)
  return text.ok ? parseExperimentText(text.value) : text
}

function readFile(path: string): Result<string, readonly Problem[]> {
  const buffer = Buffer.alloc(4 * maxFileCharacters + 1) // UTF-8 has at most 4 bytes per character
  let bytes = 0
  try {
    const file = openSync(path, 'r')
    bytes = readSync(file, buffer)
    closeSync(file)
  } catch (error) { // the file system's entrance
    const presets = catalogue.map(({ id }) => id).join(', ')
    return failure([{
      path: 'experiment', allowed: `a preset (${presets}), an experiment file or a link`, received: quoted(path),
      reason: `no such preset, and as a file: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
    }])
  }
  return success(buffer.toString('utf8', 0, bytes)) // the parser refuses what is longer than it may be
}
