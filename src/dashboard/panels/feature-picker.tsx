import { interferenceGraph } from '../../science/metrics/interference-graph'
import { productsOf, type Portrait } from '../charts/portrait'
import type { Laboratory } from '../state/laboratory'
import { formatNumber } from '../../report/numbers'

/** The feature that is singled out, by number: all that a click can do. What is known of it stands beneath. */
export function FeaturePicker({ lab, portraits, feature, count }: { lab: Pick<Laboratory, 'look'>; portraits: readonly Portrait[]; feature: number | null; count: number }) {
  const choose = (next: number | null): void => {
    if (next === null || (Number.isInteger(next) && next >= 0 && next < count)) lab.look.change({ feature: next })
  }
  return (
    <fieldset class="feature-control">
      <legend>Feature</legend>
      <div class="picker-row">
        <input type="number" aria-label={`feature, 0 to ${count - 1}`} min={0} max={count - 1} step={1} value={feature ?? ''} placeholder="none"
          onInput={(event) => { const { value } = event.currentTarget; choose(value === '' ? null : Number(value)) }} />
        <input type="range" aria-label="feature" min={0} max={count - 1} step={1} value={feature ?? 0} aria-valuetext={feature === null ? 'none' : `feature ${feature}`} onInput={(event) => choose(Number(event.currentTarget.value))} />
        <button type="button" class="quiet small" disabled={feature === null} onClick={() => choose(null)}>Clear</button>
      </div>
      {feature !== null && <FeatureFacts portraits={portraits} feature={feature} />}
    </fieldset>
  )
}

const facts: readonly (readonly [title: string, array: string])[] = [
  ['length', 'featureNorm'], ['dimension', 'featureDimensionality'], ['interference', 'featureInterference'], ['quality', 'featureQuality'], ['layers', 'featureParticipation'],
]

function FeatureFacts({ portraits, feature }: { portraits: readonly Portrait[]; feature: number }) {
  const columns = facts.filter(([, array]) => portraits.some(({ metrics }) => metrics.arrays[array] !== undefined))
  const islands = portraits.map((portrait) => islandOf(portrait, feature))
  const hasIslands = islands.some((island) => island !== null)
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`feature ${feature} in the chosen runs`}>
      <table class="feature-facts">
        <caption class="visually-hidden">Feature {feature}</caption>
        <thead><tr><th scope="col">feature {feature}</th>{columns.map(([title]) => <th key={title} scope="col">{title}</th>)}{hasIslands && <th scope="col" title="the arrangement it is part of, or features in dimensions">island</th>}</tr></thead>
        <tbody>
          {portraits.map(({ run, label, metrics }, k) => (
            <tr key={run.id}>
              <th scope="row">{label}</th>
              {columns.map(([title, array]) => <td key={title}>{formatNumber(metrics.arrays[array]?.values[feature])}</td>)}
              {hasIslands && <td>{islands[k] ?? '–'}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function islandOf(portrait: Portrait, feature: number): string | null {
  const products = productsOf(portrait)
  if (products === null) return null
  const island = interferenceGraph(products.values, products.count).components.find(({ features }) => features.includes(feature))
  return island === undefined ? null : island.arrangement?.name ?? `${island.features.length} in ${island.rank}`
}
