/**
 * Links: an experiment as the fragment of an address,
 *   #1.<base64url(deflate-raw(canonical JSON of the differences from defaults))>.<12 hex of the experiment's id>[~<view>][!<receipt>]
 * The number is the schema's version. The digest is over the *full* experiment, so a truncated or edited link, or
 * one whose defaults had changed, is reported and never opens as something else. View and receipt (receipt.ts) are not part of the experiment.
 */
import { deflateSync } from 'fflate'
import { invariant } from '../science/invariant'
import { decodeBase64Url, encodeBase64Url } from './base64url'
import { canonicalJson } from './canonical'
import { differencesFromDefaults } from './differences'
import type { Experiment } from './experiment'
import { experimentId } from './identity'
import { inflateCapped } from './inflate-capped'
import { parseJsonText } from './json-text'
import { maxInflatedBytes, maxLinkCharacters } from './limits'
import { parseExperiment } from './parse'
import type { Problem } from './problem'
import { decodeReceipt, encodeReceipt, type Receipt } from './receipt'
import { failure, success, type Result } from './result'
import { schemaVersion } from './schema'

export interface LinkContent {
  readonly experiment: Experiment
  /** The part after '~', opaque here: which tab, axes, cell. Not part of the experiment's identity. */
  readonly view: string | null
  /** What somebody's sweep of it came out at, to be verified. */
  readonly receipt: Receipt | null
}

const digestLength = 12
const linkPattern = /^(\d{1,6})\.([A-Za-z0-9_-]+)\.([0-9a-f]+)(?:~([A-Za-z0-9_.,:;=-]{0,999}[A-Za-z0-9_=-]))?(?:!([A-Za-z0-9_.-]+))?$/

/** @param view 1 to 1,000 characters of A-Z a-z 0-9 _ . , : ; = -, the last no punctuation */
export function encodeLink(experiment: Experiment, view?: string, receipt?: Receipt): string {
  const text = canonicalJson(differencesFromDefaults(experiment))
  const payload = encodeBase64Url(deflateSync(new TextEncoder().encode(text), { level: 9 }))
  const link = `${schemaVersion}.${payload}.${experimentId(experiment).slice(0, digestLength)}${view === undefined ? '' : `~${view}`}${receipt === undefined ? '' : `!${encodeReceipt(receipt)}`}`
  invariant(linkPattern.test(link), () => `not a link: ${link}`)
  return `#${link}`
}

/**
 * Takes a fragment with or without '#', or a whole address that has one, as mail and chat programs, shells and sentences leave it
 * (fragmentOf). Problems have path 'link' or the field's.
 */
export function decodeLink(link: string): Result<LinkContent, readonly Problem[]> {
  if (link.length > maxLinkCharacters) return refuse(`at most ${maxLinkCharacters} characters`, `${link.length} characters`)
  const parts = linkPattern.exec(fragmentOf(link))
  if (!parts) return refuse('#version.experiment.digest', 'something else', 'the link was truncated or edited')
  const [, version, payload, digest, view, receiptText] = parts
  if (Number(version) > schemaVersion) {
    return refuse(`version ${schemaVersion}`, `version ${Number(version)}`, 'the link was made by a newer version of the lab: reload the page or update')
  }
  if (version !== String(schemaVersion)) return refuse(`version ${schemaVersion}`, `version ${version}`)
  if (digest.length < digestLength) return refuse(`a digest of ${digestLength} digits at the end`, `${digest.length} digits`, 'the link was truncated')

  const experiment = decodePayload(payload)
  if (!experiment.ok) return experiment
  const expected = experimentId(experiment.value).slice(0, digestLength)
  if (digest !== expected) return refuse(`the digest ${expected} of what the link says`, digest.slice(0, 64), 'the link was edited')
  const receipt = receiptText === undefined ? null : decodeReceipt(receiptText)
  if (receiptText !== undefined && receipt === null) {
    const isForeign = /^r(?!1\.)\d+\./.test(receiptText)
    return refuse('a whole receipt at its end', isForeign ? 'one of another version of the lab' : 'a broken one', isForeign ? undefined : 'the link was truncated or edited')
  }
  return success({ experiment: experiment.value, view: view ?? null, receipt })
}

/** What breaks a long line: quoted-printable's soft break, an answer's quote marks, white space, characters that are not seen. */
const breaks = /=\r?\n|\n[> \t|]+|[\s\u00AD\u180E\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]/g
/** What stands around a link, and neither begins nor ends one. */
const before = /^["'`<([{«»“”„‘’‚‹›]+/
const after = /["'`>)\]}«»“”„‘’‚‹›.,:;!?…]+$/

/**
 * The link as it was written, from how it arrives (decision 0233): escapes are undone once, and what cannot belong to a link is left out.
 * Nothing is guessed: what the digest of the experiment does not fit is refused afterwards.
 */
function fragmentOf(text: string): string {
  const whole = text.includes('#') ? text.slice(text.indexOf('#') + 1) : text
  return unescaped(whole).replace(breaks, '').replace(before, '').replace(/^.*#/, '').replace(after, '')
}

/** %21 for !, %7E for ~ and so on, as address bars and trackers write them; a text with a broken escape as it is. */
function unescaped(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch { // the decoder of links
    return text
  }
}

function decodePayload(payload: string): Result<Experiment, readonly Problem[]> {
  const edited = 'the link was truncated or edited'
  const deflated = decodeBase64Url(payload)
  const inflated = deflated === null ? 'broken' : inflateCapped(deflated, maxInflatedBytes)
  if (inflated === 'too-large') return refuse(`at most ${maxInflatedBytes} bytes of experiment`, 'more')
  if (inflated === 'broken') return refuse('a whole compressed experiment', 'a broken one', edited)
  const text = utf8Text(inflated)
  const json = text === null ? null : parseJsonText(text)
  if (!json?.ok) return refuse('an experiment as JSON', 'something else', edited)
  return parseExperiment(json.value)
}

function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null // not UTF-8
  }
}

function refuse(allowed: string, received: string, reason?: string): Result<never, readonly Problem[]> {
  return failure([{ path: 'link', allowed, received, ...(reason !== undefined && { reason }) }])
}
