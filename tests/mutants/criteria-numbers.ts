/**
 * Every number of criteria.ts moved in turn, and whether the cases of its own threshold notice. Run by scripts/mutants.mjs, which
 * says what to move in LAB_MOVES; vitest.mutants.config.ts makes the numbers movable. No part of the suite.
 */
import { writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { test, vi } from 'vitest'
import type { Cases } from '../unit/science/criteria/either-side'

interface Move { readonly place: number; readonly threshold: keyof Cases; readonly to: number }
declare global {
  var movedNumber: readonly [place: number, value: number] | undefined
}

async function casesNow(): Promise<Cases> {
  vi.resetModules()
  const { lawCases } = await import('../unit/science/criteria/law-cases')
  const { comparisonCases } = await import('../unit/science/criteria/comparison-cases')
  const { featureCases } = await import('../unit/science/criteria/feature-cases')
  const { arrangementCases } = await import('../unit/science/criteria/arrangement-cases')
  const { reproductionCases } = await import('../unit/science/criteria/reproduction-cases')
  return { ...lawCases, ...comparisonCases, ...featureCases, ...arrangementCases, ...reproductionCases }
}

/** A judgement that throws has noticed too. */
function notices({ of, below, above }: Cases[keyof Cases][number]): boolean {
  try {
    return [below, above].some(([value, outcome]) => !isDeepStrictEqual(of(value), outcome))
  } catch {
    return true
  }
}

test('moved numbers', async () => {
  const survived: Move[] = []
  for (const move of JSON.parse(process.env.LAB_MOVES!) as Move[]) {
    globalThis.movedNumber = [move.place, move.to]
    if (!(await casesNow())[move.threshold].some(notices)) survived.push(move)
  }
  writeFileSync(process.env.LAB_SURVIVED!, JSON.stringify(survived))
}, 3_600_000)
