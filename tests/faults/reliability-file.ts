/** docs/reliability.md from what both campaigns recorded: docs/reliability.json by `npm run faults`, docs/cases.json by `npm run cases`. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Outcome } from '../cases/case'
import { casesText } from '../cases/cases-report'
import { reliabilityText, type KindReport } from './reliability'

/** @param root of the repository */
export function writeReliability(root: string): void {
  const read = <T>(name: string): readonly T[] => (existsSync(join(root, name)) ? JSON.parse(readFileSync(join(root, name), 'utf8')) as readonly T[] : [])
  const path = join(root, 'docs/reliability.md'), outcomes = read<Outcome>('docs/cases.json')
  const text = [reliabilityText(read<KindReport>('docs/reliability.json')), ...(outcomes.length === 0 ? [] : casesText(outcomes))].join('\n')
  // Whole or not at all: campaigns may run side by side.
  writeFileSync(`${path}.${process.pid}`, text)
  renameSync(`${path}.${process.pid}`, path)
}
