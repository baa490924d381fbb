/**
 * Reports of users of comparable tools, and what an attack found, each tried on the lab by command (`npm run cases`): one record per
 * row, counted by the compiler. A row is mended as a kind, and its siblings are tried with it.
 */
import type { Bench } from './bench'

/** Files, pipes, links and the command line: file-cases.ts. */
export const fileRows = ['1', '2', '3', '4', '5', '6', '10', '11', '14', '15', '16', '17', 'A2', 'A4', 'A5', 'A8', 'A9', 'A10', 'A11', 'A13', 'A15'] as const
/** The page, hosts and browsers: page-cases.ts. */
export const pageRows = ['7', '8', '9', '12', '13', '18', '19', 'A1', 'A3', 'A6', 'A7', 'A12', 'A14', 'A16', 'A17'] as const
export type FileRow = (typeof fileRows)[number]
export type PageRow = (typeof pageRows)[number]
export type CaseRow = FileRow | PageRow

export interface Case {
  /** What is done, and what is right: for the table of docs/reliability.md. */
  readonly does: string
  readonly right: string
  /** @returns what is not as it should be; empty where nothing is */
  run(bench: Bench): Promise<readonly string[]>
}

export interface Outcome {
  readonly row: CaseRow
  readonly wrong: readonly string[]
  readonly date: string // YYYY-MM-DD, UTC
  readonly system: string
}
