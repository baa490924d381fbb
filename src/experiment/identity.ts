/**
 * Who is who: digests of what decides a result. The full resolved value is digested, with the schema's version, so a
 * default spelled out and a default left out are the same experiment, and a run is the same run in any sweep.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { RunSpec } from '../science/training/run-spec'
import { canonicalJson } from './canonical'
import type { Experiment } from './experiment'
import { schemaVersion } from './schema'

/** 16 hex digits: one in 10⁹ that any two of 190,000 runs collide. */
export function runId(spec: RunSpec): string {
  return digest({ schema: schemaVersion, run: spec })
}

/** 16 hex digits; a link ends with the first 12. Title and question are part of it: the experiment is the shareable whole. */
export function experimentId(experiment: Experiment): string {
  return digest({ schema: schemaVersion, experiment })
}

function digest(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value)))).slice(0, 16)
}
