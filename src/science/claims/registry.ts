/** Every claim, in the order of the report. A further claim is one entry in one of these files. */
import type { Claim } from './claim'
import { geometryClaims } from './elhage-geometry'
import { neuronClaims } from './elhage-neurons'
import { organisationClaims } from './elhage-organisation'
import { phaseClaims } from './elhage-phase'
import { superpositionClaims } from './elhage-superposition'
import { noteClaims } from './note-and-laws'

export const claims: readonly Claim[] = [...noteClaims, ...superpositionClaims, ...geometryClaims, ...phaseClaims, ...organisationClaims, ...neuronClaims]

export const claimsOf = (preset: string): readonly Claim[] => claims.filter((claim) => claim.preset === preset)
