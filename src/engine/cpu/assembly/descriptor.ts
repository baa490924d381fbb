/**
 * Where the host writes what a run is, and the kernels read it: word indices (4 bytes each) of one descriptor in
 * WebAssembly memory, numbered without gaps up to DESCRIPTOR_WORDS. The one list: scripts/build-wasm.mjs generates the
 * host's from it (descriptor.generated.ts), where a field that nobody fills fails to compile. "→" marks a byte address,
 * "f32" a float32 value; the others are integers.
 */
export const FEATURES = 0 // n
export const WIDTH = 1 // d, m of an autoencoder
export const DEPTH = 2 // L; 0 for an autoencoder: nothing between read-in and readout
export const NEURONS = 3 // m, neurons per layer
export const BATCH = 4 // B
export const CHUNK = 5 // C, samples per chunk, a multiple of 16
export const HIDDEN_RELU = 6 // autoencoder: h = max(0, ·)
export const OUTPUT_RELU = 7
export const ABSOLUTE_TARGET = 8 // y = |x|
export const CROSS_ENTROPY = 9 // recall
export const SAMPLING = 10 // SAMPLING_…
export const KEY0 = 11
export const KEY1 = 12
/** → [f] (every entry) or [f + 1] (skipping) rows of TABLE_ROW bytes, see sampler.ts; skipping also has GUIDE → u16[2^(32 − GUIDE_SHIFT)]. */
export const TABLE = 13
export const GUIDE = 14
export const BLOCKS = 15 // Philox blocks drawn ahead for four samples at once; further ones come one by one
export const DROPS_EMPTY = 16 // every-entry: all-absent samples share a column, as they do when skipping
export const SIGNED = 17 // values in [−1, 1)
export const TARGETS = 18 // → u32 [f], π; recall only
export const ERROR_SCALE = 19 // → f32 [f], 2 I_f / B
export const TRAINABLE = 20 // length of the trainable prefix
export const PARAMETERS = 21 // → f32 [P]
export const GRADIENT = 22 // → f32 [P_trainable], and four more: kernels may add zeros beyond the end
export const FIRST_MOMENT = 23
export const SECOND_MOMENT = 24
/** Offsets in floats of each tensor in the flat vector, −1 where absent. Read-in is W or E; readout is V, U, or the read-in. */
export const AT_READ_IN = 25
export const AT_READOUT = 26
export const AT_OUTPUT_BIAS = 27
export const AT_W_IN = 28
export const AT_B_IN = 29
export const AT_W_OUT = 30
export const TRAINS_READ_IN = 31
export const TRAINS_READOUT = 32
export const SCHEDULE = 33 // → f32 [t, 3]: factor, 1/(1 − β1^(t+1)), 1/(1 − β2^(t+1))
export const LEARNING_RATE = 34 // f32
export const WEIGHT_DECAY = 35 // f32
export const BETA1 = 36 // f32
export const BETA1_REST = 37 // f32: 1 − β1, rounded once
export const BETA2 = 38 // f32
export const BETA2_REST = 39 // f32
export const EPSILON = 40 // f32
export const BRANCH_SCALE = 41 // f32: s
export const INVERSE_BATCH = 42 // f32: 1 / B
// scratch, shared by all runs of a group
export const PACKED_READOUT = 43 // → f32 [⌈f/4⌉, h, 4]: pack in product.ts
export const PACKED_W_IN = 44 // → f32 [l, ⌈k/4⌉, h, 4]
export const PACKED_W_OUT = 45 // → f32 [l, ⌈k/4⌉, h, 4]
export const INPUT = 46 // → f32 [f, c], zero between chunks when sampling skips
export const OUTPUT = 47 // → f32 [f, c]: logits, errors
export const RESIDUALS = 48 // → f32 [l + 1, h, c], h padded to a multiple of 4
export const NEURON_VALUES = 49 // → f32 [l, k, c]
export const NEURON_GRADIENT = 50 // → f32 [k, c]
export const READ = 51 // → f32 [h, c]: what the readout reads, h or r_L − r_0
export const READ_GRADIENT = 52 // → f32 [h, c]
export const RESIDUAL_GRADIENT = 53 // → f32 [h, c]
export const BY_SAMPLE = 54 // → f32 [c, h padded to 4]
export const COLUMN_WEIGHT = 55 // → f32 [c]: how many samples a column stands for; 0 for padding
export const COLUMN_SAMPLE = 56 // → u32 [c]: a sample this column stands for
export const ENTRIES = 57 // → (feature·256 + column u32, value f32) [entries]
export const COLUMN_MAXIMUM = 58 // → f32 [c]
export const COLUMN_FACTOR = 59 // → f32 [c]
export const COLUMN_TARGET = 60 // → f32 [c]: logit of the target, base 2
export const COLUMN_BEFORE = 61 // → f32 [c]
export const ZEROS = 62 // → f32 [max(n, d, m, C) + 16] of 0
export const WORDS = 63 // → u32 [4, BLOCKS, 4 words, 4 samples], one block more, and BLOCKS + 1 prepared counters of 80 bytes
export const SET_SIZE = 64 // features of a set; 0: independent. Sampling is then every-entry's, the table as drawSets reads it
export const CONJUNCTION = 65 // y_f = min(x_f, x_{f+1})
export const TARGET_VALUES = 66 // → f32 [f, c]: y, where it is not x or |x| itself
export const NORMALISED = 67 // → f32 [l, h, c]: what layer l reads, where that is not r_{l−1} itself; else 0
export const NORM_FACTORS = 68 // → f32 [l, c]: g of rms-norm.ts
export const READS_STREAM = 69 // the readout reads r_L itself, not r_L − r_0
export const DESCRIPTOR_WORDS = 70

/**
 * Every activation buffer has rows of MOST_COLUMNS samples and 16 more: room for one column of all-absent samples and for
 * padding, and it keeps rows off each other's cache sets. A constant, so that neighbouring rows are one address apart.
 */
export const MOST_COLUMNS = 128
export const ROW = 576 // bytes: 4·(MOST_COLUMNS + 16)

/** Samples drawn before all-absent ones are dropped. */
export const DRAWN_AT_ONCE = 64
/** Outputs whose logits are held at once: 64 rows of 512 bytes used. */
export const OUTPUT_BLOCK = 64

export const SAMPLING_EVERY_ENTRY = 0
export const SAMPLING_SKIPPING = 1
export const SAMPLING_KEYS = 2 // recall: sample b is the key b
export const GUIDE_SHIFT = 21
export const TABLE_ROW = 16
