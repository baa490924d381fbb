/**
 * Who draws from which stream. A stream is a Philox key [seed, purpose]; seeds are unsigned 32-bit.
 * `data` seeds key what the world shows (batches, evaluation set, the recall permutation); `init` seeds key
 * what the network starts from. Nothing else is random. The numbers are frozen: every shared link hangs on them.
 */
export const purpose = {
  batch: 0,
  evaluation: 1,
  permutation: 2,
  /** Statistics (bootstrap, shuffled nulls, probe projections): never feeds training. */
  resampling: 3,
  /** Initial parameters: 16 + the tensor's row in `tensorPurpose`. */
  W: 16, V: 17, W_in: 18, W_out: 19, E: 20, U: 21,
} as const
