/**
 * Code that is fetched when it is first wanted. An old tab after a deploy, or one without a network, cannot have it: asked for
 * once more, then the page says so (panels/missing-part.tsx, decision 0246).
 */
import { signal } from '@preact/signals'

/** Whether something could not be fetched since the page was opened. */
export const isPartMissing = signal(false)

/** @returns null where it could not be fetched twice: the page has said so then, and whoever wanted it does nothing */
export async function fetchPart<Part>(load: () => Promise<Part>): Promise<Part | null> {
  for (let attempt = 1; attempt <= 2; attempt++) {
    try {
      return await load()
    } catch { // the network's entrance: browsers differ in what they throw
      continue
    }
  }
  isPartMissing.value = true
  return null
}
