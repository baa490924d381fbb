/** A judgement of a claim with its text: what the report, the terminal and the page show of it. */
import type { Judgement } from '../../science/claims/registry'
import { claimText } from './claim-texts'

export interface JudgedClaim {
  readonly id: string
  readonly says: string
  readonly source: string
  readonly expected: string
  readonly measured: string
  readonly met: boolean | null // null: these runs cannot tell
}

export function describeJudgement({ id, found, met }: Judgement): JudgedClaim {
  const { says, source, expected, measured } = claimText(id)
  return { id, says, source, expected, measured: measured(found), met }
}
