/** Every claim by its id, in the order of the report. A further claim is one entry in one of these files, and one in report/claims. */
import type { Claim, Finding, TrainedRun } from './claim'
import { deepToyClaims } from './deep-toy'
import { deepToyDoubtClaims } from './deep-toy-doubts'
import { geometryClaims } from './elhage-geometry'
import { neuronClaims } from './elhage-neurons'
import { organisationClaims } from './elhage-organisation'
import { phaseClaims } from './elhage-phase'
import { superpositionClaims } from './elhage-superposition'
import { lossOverWidthClaims } from './loss-over-width'
import { noteClaims } from './note-and-laws'

export const claims = { ...noteClaims, ...deepToyClaims, ...deepToyDoubtClaims, ...lossOverWidthClaims, ...superpositionClaims, ...geometryClaims, ...phaseClaims, ...organisationClaims, ...neuronClaims }

export type ClaimId = keyof typeof claims
export const claimIds = Object.keys(claims) as readonly ClaimId[]

/** The claim of this id, whatever it finds. */
export const claimOf = (id: ClaimId): Claim => claims[id]

export const claimsAbout = (preset: string): readonly ClaimId[] => claimIds.filter((id) => claims[id].preset === preset)

export type Judgement = Finding<unknown> & { readonly id: ClaimId }

/** Every claim about a preset, judged of its runs. Seconds where a claim asks for losses without evaluation noise. */
export const judge = (preset: string, runs: readonly TrainedRun[]): Judgement[] => claimsAbout(preset).map((id) => ({ id, ...claimOf(id).judge(runs) }))
