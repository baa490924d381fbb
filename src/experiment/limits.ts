/** What the whole of a sweep, a run and a group may take. Bounds on single fields stand in `schema.ts`. */

/** Runs of one sweep. */
export const maxRuns = 5_000

/** Floating-point operations of a whole sweep: about a day at 1 TFLOP/s. */
export const maxFlops = 1e17

/** Parameters, optimiser state and activations of one run: half of what a laptop GPU can be trusted to give. */
export const maxRunBytes = 512 * 2 ** 20

/** Trained parameters of all runs, kept by the page until they are exported. */
export const maxStoredBytes = 2 ** 30

/** A group is cut before its stacked parameters reach WebGPU's default binding size of 128 MiB … */
export const maxGroupParameterBytes = 128 * 2 ** 20

/** … or its activations this much, or the instances this many. A single run may exceed both byte limits. */
export const maxGroupActivationBytes = 256 * 2 ** 20
export const maxGroupRuns = 512

/** Characters of a link's fragment, before anything is decoded; bytes it may inflate to. */
export const maxLinkCharacters = 16 * 1024
export const maxInflatedBytes = 64 * 1024

/** Characters of an experiment file. */
export const maxFileCharacters = 256 * 1024
/** Deepest nesting in JSON text; experiments need 4. */
export const maxJsonDepth = 16
