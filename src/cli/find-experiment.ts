/** A preset's name, a file (an experiment, or results of one) or a link -> the experiment, or all that is wrong with it. A file that exists wins. */
import { existsSync } from 'node:fs'
import { catalogue, catalogueEntry } from '../../experiments/index'
import type { Experiment } from '../experiment/experiment'
import { decodeLink } from '../experiment/link'
import { parseExperiment } from '../experiment/parse'
import { quoted, type Problem } from '../experiment/problem'
import { failure, success, type Result } from '../experiment/result'
import { experimentIn } from '../runner/keeping/file-reader'
import { readFileAt } from './results-file'

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
  if (experiment.includes('#') && !existsSync(experiment)) {
    const link = decodeLink(experiment)
    return link.ok ? success(link.value.experiment) : link
  }
  try {
    return experimentIn(readFileAt(experiment))
  } catch (error) { // the file system's entrance
    const presets = catalogue.map(({ id }) => id).join(', ')
    return failure([{
      path: 'experiment', allowed: `a preset (${presets}), an experiment file or a link`, received: quoted(experiment),
      reason: `no such preset, and as a file: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
    }])
  }
}
