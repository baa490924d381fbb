import { readFileSync } from 'node:fs'
import { system } from '../../system'

/** What the lock of a process says: its number and, where the system tells, when it began. */
export function lockOf(id: number): string {
  if (!system.processTable.isHere) return `superposition-lab ${id} \n`
  return `superposition-lab ${id} ${/\) .*/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8'))![0].split(' ')[20]}\n`
}
