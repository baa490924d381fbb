/** "Demonstrating superposition": twenty features in five dimensions, with and without the ReLU. */
import { importanceWeights } from '../tasks/importance'
import { linearModelMinimum } from '../theory/closed-forms'
import { heldFeatures } from './arrangements'
import { type Claim, bestOf, bySetting } from './claim'

const topFive = (held: readonly number[]): boolean => held.length === 5 && held.every((f, rank) => f === rank)

export const superpositionClaims = {
  'linear-keeps-the-top-five': {
    preset: 'linear-keeps-the-top',
    judge: (runs) => {
      const right = runs.filter((run) => topFive(heldFeatures(run).held)).length
      return { found: { right, runs: runs.length }, met: right === runs.length }
    },
  },
  'linear-loss': {
    preset: 'linear-keeps-the-top',
    judge: (runs) => {
      const ratios = bySetting(runs).map(({ p, runs: own }) => {
        const { task, shape } = own[0].spec
        return { p, ratio: bestOf(own).loss / linearModelMinimum([...importanceWeights(task)], shape.width, p) }
      })
      const missed = ratios.filter(({ ratio }) => Math.abs(ratio - 1) > 0.03)
      return { found: { ratios: ratios.map(({ ratio }) => ratio), missed }, met: missed.length === 0 }
    },
  },
  'relu-dense': {
    preset: 'superposition-appears',
    judge: (runs) => {
      const [{ p, runs: dense }] = bySetting(runs)
      const right = dense.filter((run) => topFive(heldFeatures(run).held)).length
      return { found: { right, runs: dense.length, p }, met: p === 1 ? right === dense.length : null }
    },
  },
  'relu-grows': {
    preset: 'superposition-appears',
    judge: (runs) => {
      const found = bySetting(runs).map(({ p, runs: own }) => ({ p, count: heldFeatures(bestOf(own).run).held.length }))
      const rises = found.every(({ count }, at) => at === 0 || count >= found[at - 1].count)
      return { found, met: rises && found[found.length - 1].count > 5 }
    },
  },
  'relu-sparse-count': {
    preset: 'superposition-appears',
    judge: (runs) => {
      const { p, runs: own } = bySetting(runs).at(-1)!
      const found = own.map((run) => heldFeatures(run).held.length)
      return { found: { p, counts: found }, met: found.every((count) => count >= 11 && count <= 16) }
    },
  },
  'relu-antipodal-among-the-lesser': {
    preset: 'superposition-appears',
    judge: (runs) => {
      const first = bySetting(runs).map(({ p, runs: own }) => ({ p, ...heldFeatures(bestOf(own).run) })).find(({ held }) => held.length > 5)
      if (first === undefined) return { found: null, met: false }
      const alone = first.held.filter((_, at) => first.dimensionality[at] > 0.95)
      const paired = first.held.filter((_, at) => Math.abs(first.dimensionality[at] - 0.5) < 0.05)
      return {
        found: { p: first.p, held: first.held.length, alone, paired }, // features, from 0
        met: alone.includes(0) && paired.length >= 2 && paired.every((f) => alone.every((lone) => lone < f)),
      }
    },
  },
} satisfies Record<string, Claim>
