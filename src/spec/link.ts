import type { Experiment } from './experiment'
import type { Problem } from './problem'
import type { Result } from './result'

export interface LinkContent {
  readonly experiment: Experiment
  /** The part after '~', opaque here: which tab, axes, cell. Not part of the experiment's identity. */
  readonly view: string | null
}

/** '#1.<base64url of deflated differences>.<12 hex>' and '~<view>' if given. */
export function encodeLink(_experiment: Experiment, _view?: string): string {
  throw new Error('not yet')
}

/** Takes a fragment with or without '#', or a whole address that has one. Problems have path 'link' or the field's. */
export function decodeLink(_link: string): Result<LinkContent, readonly Problem[]> {
  throw new Error('not yet')
}
