/** The text of every claim, by its id. */
import type { ClaimId, claims } from '../../science/claims/registry'
import type { ClaimText, ClaimTexts } from './claim-text'
import { deepToyTexts } from './deep-toy'
import { deepToyDoubtTexts } from './deep-toy-doubts'
import { geometryTexts } from './geometry'
import { lossOverWidthTexts } from './loss-over-width'
import { neuronTexts } from './neurons'
import { noteTexts } from './note-and-laws'
import { organisationTexts } from './organisation'
import { phaseTexts } from './phase'
import { superpositionTexts } from './superposition'

export const claimTexts: ClaimTexts<typeof claims> = { ...noteTexts, ...deepToyTexts, ...deepToyDoubtTexts, ...lossOverWidthTexts, ...superpositionTexts, ...geometryTexts, ...phaseTexts, ...organisationTexts, ...neuronTexts }

/** A claim's text together with its own finding: the record above holds that each text reads what its claim finds. */
export const claimText = (id: ClaimId): ClaimText<unknown> => claimTexts[id] as ClaimText<unknown>
