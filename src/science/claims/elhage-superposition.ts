/** "Demonstrating superposition": twenty features in five dimensions, with and without the ReLU. */
import { importanceWeights } from '../tasks/importance'
import { linearModelMinimum } from '../theory/closed-forms'
import { heldFeatures } from './arrangements'
import { type Claim, bestOf, bySetting, percent, range, short } from './claim'

const topFive = (held: readonly number[]): boolean => held.length === 5 && held.every((f, rank) => f === rank)
const counts = (p: number, values: readonly number[]): string => `${range(values, String)} at p = ${short(p)}`

export const superpositionClaims: readonly Claim[] = [
  {
    id: 'linear-keeps-the-top-five', preset: 'linear-keeps-the-top', source: 'Elhage et al. 2022, Demonstrating superposition',
    says: 'A linear model represents exactly the five most important features at every sparsity.',
    expected: 'features 1 to 5 and no others, every p and seed',
    judge: (runs) => {
      const right = runs.filter((run) => topFive(heldFeatures(run).held)).length
      return { measured: `exactly these in ${right} of ${runs.length} runs`, met: right === runs.length }
    },
  },
  {
    id: 'linear-loss', preset: 'linear-keeps-the-top', source: 'closed form: the dropped variance, v = p/3 − p²/4',
    says: 'Its loss is v times the importance that it drops, 0.5576 v.',
    expected: 'ratio to the closed form within 3% of 1 at every p, best seed',
    judge: (runs) => {
      const ratios = bySetting(runs).map(({ p, runs: own }) => {
        const { task, shape } = own[0].spec
        return { p, ratio: bestOf(own).loss / linearModelMinimum([...importanceWeights(task)], shape.width, p) }
      })
      const missed = ratios.filter(({ ratio }) => Math.abs(ratio - 1) > 0.03)
      const where = missed.map(({ p, ratio }) => `${short(ratio)} at p = ${short(p)}`).join(', ')
      return { measured: `ratio ${range(ratios.map(({ ratio }) => ratio))}${where === '' ? '' : `; outside: ${where}`}`, met: missed.length === 0 }
    },
  },
  {
    id: 'relu-dense', preset: 'superposition-appears', source: 'Elhage et al. 2022, Demonstrating superposition',
    says: 'With the ReLU and dense data (p = 1) the model still represents the five most important features.',
    expected: 'features 1 to 5 and no others at p = 1, every seed',
    judge: (runs) => {
      const [{ p, runs: dense }] = bySetting(runs)
      const right = dense.filter((run) => topFive(heldFeatures(run).held)).length
      return { measured: `exactly these in ${right} of ${dense.length} runs at p = ${short(p)}`, met: p === 1 ? right === dense.length : null }
    },
  },
  {
    id: 'relu-grows', preset: 'superposition-appears', source: 'Elhage et al. 2022, Demonstrating superposition',
    says: 'The sparser the data, the more features it represents.',
    expected: 'best seed: the count never falls as p falls, and ends above 5',
    judge: (runs) => {
      const found = bySetting(runs).map(({ p, runs: own }) => ({ p, count: heldFeatures(bestOf(own).run).held.length }))
      const rises = found.every(({ count }, at) => at === 0 || count >= found[at - 1].count)
      return { measured: `${found.map(({ count }) => count).join(', ')} at p = ${found.map(({ p }) => short(p)).join(', ')}`, met: rises && found[found.length - 1].count > 5 }
    },
  },
  {
    id: 'relu-sparse-count', preset: 'superposition-appears', source: 'a replication (coeiico/sardines-mlp): up to 13 to 14 at the sparse end',
    says: 'At the sparse end about 13 to 14 of the twenty are represented.',
    expected: '11 to 16 at the smallest p, every seed',
    judge: (runs) => {
      const { p, runs: own } = bySetting(runs).at(-1)!
      const found = own.map((run) => heldFeatures(run).held.length)
      return { measured: counts(p, found), met: found.every((count) => count >= 11 && count <= 16) }
    },
  },
  {
    id: 'relu-antipodal-among-the-lesser', preset: 'superposition-appears', source: 'Elhage et al. 2022, Demonstrating superposition',
    says: 'The first features beyond five enter as antipodal pairs among the less important, while the most important keep a dimension each.',
    expected: 'at the first p with more than five features, best seed: D = 1 (±0.05) for feature 1, and every antipodal pair less important than every feature with D above 0.95',
    judge: (runs) => {
      const first = bySetting(runs).map(({ p, runs: own }) => ({ p, ...heldFeatures(bestOf(own).run) })).find(({ held }) => held.length > 5)
      if (first === undefined) return { measured: 'never more than five', met: false }
      const alone = first.held.filter((_, at) => first.dimensionality[at] > 0.95)
      const paired = first.held.filter((_, at) => Math.abs(first.dimensionality[at] - 0.5) < 0.05)
      const share = (items: readonly number[]): string => (items.length === 0 ? 'none' : items.map((f) => f + 1).join(', '))
      return {
        measured: `at p = ${short(first.p)}: a dimension each for ${share(alone)}; half a dimension for ${share(paired)}; ${percent((first.held.length - alone.length - paired.length) / first.held.length, 0)} otherwise`,
        met: alone.includes(0) && paired.length >= 2 && paired.every((f) => alone.every((lone) => lone < f)),
      }
    },
  },
]
