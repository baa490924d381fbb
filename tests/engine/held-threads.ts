/**
 * Catches a command line in the middle of its training on any machine, however fast its engine, as
 * tests/browser/held-training.ts does a page: each of its trainers takes no turn for training after so many probes.
 */
const preload = new URL('./held-thread.mjs', import.meta.url)

/**
 * Environment of such a command line.
 * @param probes sent by a trainer before it is held @param isCheckpointDue whether a group's first checkpoint comes after its
 * first advance, and not after a second
 */
export const holdThreads = (probes: number, isCheckpointDue = false): Record<string, string> => ({
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${preload.href}`.trim(),
  HOLD_AFTER_PROBES: String(probes),
  ...(isCheckpointDue ? { SECOND_PER_LOOK: 'yes' } : {}),
})
